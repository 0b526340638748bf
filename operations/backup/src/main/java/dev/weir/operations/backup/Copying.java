package dev.weir.operations.backup;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.Transfer;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.LogArchive.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Brings backups and log from one repository into another, as they are stored. */
final class Copying {
  private final Repository from;
  private final Repository to;
  private final Job job;
  private final List<String> done = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private long bytes;

  Copying(Repository from, Repository to, Job job) {
    this.from = from;
    this.to = to;
    this.job = job;
  }

  /** One backup that was just made, and what it builds on. */
  Copied one(Manifest backup) {
    Listing listing = from.list(backup.database());
    tried(
        backup.id(),
        () -> {
          for (Manifest each : Chains.of(backup, listing)) {
            copy(each);
          }
        });
    return result();
  }

  /** All that is missing there: bases before what builds on them, then the log. */
  Copied all(@Nullable String database) {
    Listing listing = from.list(database);
    Set<String> databases = new TreeSet<>();
    for (Manifest each : listing.backups()) {
      databases.add(each.database());
      tried(each.id(), () -> copy(each));
    }
    databases.forEach(each -> tried("the log of " + each, () -> log(each)));
    return result();
  }

  private Copied result() {
    return new Copied(to.location(), done, bytes, failures);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void tried(String what, Step step) {
    job.check();
    try {
      step.run();
    } catch (WeirException | IOException failed) {
      job.check();
      failures.add(what + ": " + failed.getMessage());
    }
  }

  private void copy(Manifest backup) {
    job.step("Copy the " + backup.describe() + " to " + to.location());
    Transfer transfer = new Transfer(from, to, job);
    if (transfer.run(backup)) {
      done.add(backup.id());
      bytes += backup.sizes().stored();
    }
  }

  private void log(String database) throws IOException {
    LogArchive source = from.log(database);
    LogArchive target = to.log(database);
    Set<String> there =
        target.segments().stream()
            .map(Segment::name)
            .collect(Collectors.toCollection(HashSet::new));
    for (Segment segment : source.segments()) {
      if (there.contains(segment.name())) {
        continue;
      }
      job.step("Copy the log file " + segment.name() + " of " + database);
      Path aside = Files.createTempFile("weir-log-", "");
      try {
        LogFiles.fetch(source, segment.name(), aside);
        target.add(segment.name(), aside);
        bytes += segment.size();
      } finally {
        Files.deleteIfExists(aside);
      }
    }
  }
}
