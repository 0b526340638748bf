package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.HeldLease;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Manifest.Proof;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Finding.Outcome;
import dev.weir.spi.backup.Tally;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Proves a backup, and appends the result to its manifest. */
final class Verification {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private final Repository repository;
  private final Methods methods;
  private final Clock clock;
  private final Workplace workplace;
  private final Job job;
  private final List<Finding> findings = new ArrayList<>();
  private Duration restored = Duration.ZERO;

  Verification(Repository repository, Methods methods, Clock clock, Workplace workplace, Job job) {
    this.repository = repository;
    this.methods = methods;
    this.clock = clock;
    this.workplace = workplace;
    this.job = job;
  }

  Verified run(Manifest backup, VerifyOrder order) {
    long began = System.nanoTime();
    Listing listing = repository.list(backup.database());
    List<Manifest> chain = Chains.of(backup, listing);
    try (HeldLease _ =
        repository.leases().begin(Purpose.READ, backup.database(), Chains.ids(chain), "")) {
      chain.forEach(each -> findings.addAll(new Checksums(repository, each, job).run()));
      if (order.restore() && good()) {
        prove(chain, order);
      }
    }
    Proof proof =
        new Proof(
            clock.instant(),
            order.restore() ? Proof.RESTORE : Proof.CHECKSUMS,
            good(),
            Duration.ofNanos(System.nanoTime() - began).toMillis(),
            restored.isZero() ? 0 : Math.max(1, restored.toMillis()),
            told());
    return new Verified(
        repository.edit(backup.database(), backup.id(), manifest -> manifest.with(proof)), proof);
  }

  private boolean good() {
    return findings.stream().noneMatch(each -> each.outcome() == Outcome.FAILED);
  }

  /** Each failure and each skip, and one line for what is fine of a kind. */
  private List<Finding> told() {
    List<Finding> told = new ArrayList<>();
    Map<String, Long> fine =
        findings.stream()
            .filter(each -> each.outcome() == Outcome.OK)
            .collect(Collectors.groupingBy(Finding::check, Collectors.counting()));
    fine.forEach((check, count) ->
        told.add(new Finding(check, "", Outcome.OK, count + " looked at, nothing wrong.")));
    told.sort(java.util.Comparator.comparing(Finding::check));
    findings.stream().filter(each -> each.outcome() != Outcome.OK).forEach(told::add);
    return told;
  }

  private void prove(List<Manifest> chain, VerifyOrder order) {
    Manifest backup = chain.getLast();
    BackupMethod method = methods.named(backup.method());
    try (TrialRestore trial =
        TrialRestore.of(repository, method, chain, backup.scope(), workplace, job)) {
      restored = trial.took();
      findings.add(
          new Finding("restore", "", Outcome.OK, "It took " + restored.toMillis() + " ms."));
      Guarded.run(
          job,
          method.name(),
          backup.database(),
          Optional::empty,
          () -> {
            look(backup, method, trial, order);
            return trial;
          });
    } catch (TrialRestore.RestoreFailed failed) {
      findings.add(
          new Finding("restore", "", Outcome.FAILED, String.valueOf(failed.why().getMessage())));
    }
  }

  private void look(Manifest backup, BackupMethod method, TrialRestore trial, VerifyOrder order) {
    job.step("Compare the tables");
    if (backup.tallies().isEmpty()) {
      findings.add(new Finding("tally", "", Outcome.SKIPPED, why(backup)));
    } else {
      compare(backup.tallies(), method.tally(trial.source("tally"), backup.scope(), job));
    }
    job.step("Run the engine's own checks");
    findings.addAll(method.inspect(trial.source("inspect"), backup.scope(), job));
    job.step("Run the user's checks");
    for (SqlCheck check : order.checks()) {
      findings.add(check.run(trial.subject().database(), PATIENCE));
    }
  }

  private static String why(Manifest backup) {
    return backup.tallied().isEmpty() ? "No tables were counted." : backup.tallied();
  }

  private void compare(List<Tally> then, List<Tally> now) {
    Map<String, Tally> restoredTables =
        now.stream().collect(Collectors.toMap(Tally::table, Function.identity(), (a, _) -> a));
    for (Tally each : then) {
      findings.add(compared(each, restoredTables.remove(each.table())));
    }
    restoredTables
        .keySet()
        .forEach(table ->
            findings.add(
                new Finding("tally", table, Outcome.FAILED, "It was not there when backed up.")));
  }

  private static Finding compared(Tally then, @Nullable Tally now) {
    if (now == null) {
      return new Finding("tally", then.table(), Outcome.FAILED, "It is missing.");
    }
    if (now.rows() != then.rows()) {
      return new Finding(
          "tally",
          then.table(),
          Outcome.FAILED,
          "It has " + now.rows() + " rows where " + then.rows() + " were backed up.");
    }
    return now.hash().equals(then.hash())
        ? new Finding("tally", then.table(), Outcome.OK, then.rows() + " rows, the same.")
        : new Finding("tally", then.table(), Outcome.FAILED, "Its rows differ.");
  }
}
