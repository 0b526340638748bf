package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.HeldLease;
import dev.weir.operations.backup.repository.Lease;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Removal;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.retention.Retention;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.retention.Verdict;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.backup.LogArchive.Segment;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Removes what a rule does not keep: manifests first, what depends on others before them. */
final class Pruning {
  /** What stores tell as the time of an object may differ from our clock. */
  private static final Duration MARGIN = Duration.ofHours(1);

  private final Repository repository;
  private final Methods methods;
  private final Clock clock;
  private final Job job;

  Pruning(Repository repository, Methods methods, Clock clock, Job job) {
    this.repository = repository;
    this.methods = methods;
    this.clock = clock;
    this.job = job;
  }

  PrunePlan plan(@Nullable String database, RetentionRule rule) {
    return plan(database, rule, Set.of());
  }

  private PrunePlan plan(@Nullable String database, RetentionRule rule, Set<String> but) {
    Listing listing = repository.list(database);
    List<Verdict> verdicts = Retention.judge(listing.backups(), rule, clock.instant(), inUse(but));
    return new PrunePlan(repository.location(), rule, verdicts, log(verdicts), listing.damaged());
  }

  private Set<String> inUse(Set<String> but) {
    try {
      return repository.leases().live().stream()
          .filter(lease -> !but.contains(lease.id()))
          .map(Lease::uses)
          .flatMap(List::stream)
          .collect(Collectors.toSet());
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "list who is at work", failed);
    }
  }

  PrunePlan run(@Nullable String database, RetentionRule rule) {
    job.step("Judge the backups");
    List<String> going = plan(database, rule).going().stream().map(Manifest::id).toList();
    // First say what shall go, then look again: whoever begins to use one of them meanwhile is
    // seen.
    try (HeldLease lease =
        repository
            .leases()
            .begin(Purpose.PRUNE, Objects.requireNonNullElse(database, ""), going, "")) {
      PrunePlan plan = plan(database, rule, Set.of(lease.id()));
      List<Manifest> sure =
          plan.going().stream().filter(each -> going.contains(each.id())).toList();
      remove(sure, lease);
      removeLog(plan, lease);
      return plan;
    }
  }

  private void remove(List<Manifest> going, HeldLease lease) {
    job.expect(going.stream().mapToLong(each -> each.sizes().stored()).sum());
    Removal removal = new Removal(repository);
    for (Manifest each :
        going.stream().sorted(Comparator.comparing(Manifest::started).reversed()).toList()) {
      job.step("Remove the " + each.describe());
      lease.check();
      removal.remove(each);
      job.advance(each.sizes().stored());
    }
  }

  private void removeLog(PrunePlan plan, HeldLease lease) {
    Removal removal = new Removal(repository);
    for (String file : plan.log()) {
      job.check();
      lease.check();
      int slash = file.indexOf('/');
      removal.removeLog(file.substring(0, slash), file.substring(slash + 1));
    }
  }

  /** The log that no kept backup needs; none goes where no backup that it could roll is kept. */
  private List<String> log(List<Verdict> verdicts) {
    Set<String> databases = new TreeSet<>();
    verdicts.forEach(each -> databases.add(each.backup().database()));
    List<String> going = new ArrayList<>();
    for (String each : databases) {
      Instant since =
          Retention.logNeededSince(
              verdicts.stream().filter(v -> v.backup().database().equals(each)).toList(),
              this::hasLog);
      if (since != null) {
        segments(each).stream()
            .filter(segment -> segment.added().isBefore(since.minus(MARGIN)))
            // Without the histories of timelines no later one can be reached; they are tiny.
            .filter(segment -> !segment.name().endsWith(".history"))
            .forEach(segment -> going.add(each + "/" + segment.name()));
      }
    }
    return going;
  }

  private boolean hasLog(String method) {
    return methods.all().stream()
        .filter(each -> each.name().equals(method))
        .findFirst()
        // Of a method that is not installed nobody knows.
        .map(each -> each.traits().log())
        .orElse(true);
  }

  private List<Segment> segments(String database) {
    try {
      return repository.log(database).segments();
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "list the archived log", failed);
    }
  }
}
