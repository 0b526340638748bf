package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.HeldLease;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.RestoreRecord.State;
import dev.weir.operations.backup.repository.Restores;
import dev.weir.spi.backup.BackupMethod;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Carries out the plan of a restore. */
final class Restoring {
  private final Repository repository;
  private final Methods methods;
  private final Clock clock;
  private final RestorePlan plan;
  private final Workplace workplace;
  private final Job job;
  private final BiFunction<Subject, CreateOrder, Manifest> backup;

  /**
   * @param backup takes the safety backup
   */
  Restoring(
      Repository repository,
      Methods methods,
      Clock clock,
      RestorePlan plan,
      Workplace workplace,
      Job job,
      BiFunction<Subject, CreateOrder, Manifest> backup) {
    this.repository = repository;
    this.methods = methods;
    this.clock = clock;
    this.plan = plan;
    this.workplace = workplace;
    this.job = job;
    this.backup = backup;
  }

  Restored run() {
    refuseObstacles();
    Manifest last = plan.backup();
    try (HeldLease lease =
        repository.leases().begin(Purpose.READ, last.database(), Chains.ids(plan.chain()), "")) {
      plan.chain().forEach(this::mustStillBeThere);
      RestoreRecord record = begin(new Restores(repository));
      plan.estimate().ifPresent(job::estimate);
      job.expect(plan.plainBytes());
      return carryOut(record, lease);
    }
  }

  private void refuseObstacles() {
    if (!plan.obstacles().isEmpty()) {
      throw BackupError.REQUIREMENT_MISSING.because(
          "The "
              + plan.backup().describe()
              + " cannot be restored into "
              + plan.target()
              + ". "
              + String.join(" ", plan.obstacles()));
    }
  }

  private void mustStillBeThere(Manifest backup) {
    if (repository.find(backup.database(), backup.id()).isEmpty()) {
      throw BackupError.UNKNOWN_BACKUP.because(
          "The " + backup.describe() + " was removed since the plan was made.");
    }
  }

  /** Secures what is there and writes down how to get it back, before anything is touched. */
  private RestoreRecord begin(Restores restores) {
    String id = restores.newId();
    RestoreRecord record =
        switch (plan.order().destination()) {
          case Destination.Server(Subject subject) -> {
            String safety = plan.order().safety() ? safetyBackup(subject, id) : null;
            yield record(id, subject.name(), null, null, safety);
          }
          case Destination.Folder(Path folder) -> {
            boolean move = plan.order().safety() && !Safety.isEmpty(folder);
            if (move) {
              refuseUnlessReplaceable(folder.toString());
            }
            Path aside = move ? Safety.aside(folder, id) : null;
            yield record(id, "", folder.toString(), aside == null ? null : aside.toString(), null);
          }
        };
    restores.write(record);
    if (record.folder() != null && record.aside() != null) {
      Safety.moveAside(Path.of(record.folder()), Path.of(record.aside()));
    }
    return record;
  }

  private void refuseUnlessReplaceable(String folder) {
    if (!plan.order().replace()) {
      throw BackupError.TARGET_NOT_EMPTY.because("The folder " + folder + " is not empty.");
    }
  }

  private @Nullable String safetyBackup(Subject subject, String restore) {
    job.step("Back up " + subject.name() + " first");
    CreateOrder order =
        CreateOrder.builder()
            .method(plan.backup().method())
            .scope(plan.scope())
            .jobs(plan.order().jobs())
            .options(plan.order().options())
            .label(Safety.LABEL, restore)
            .tally(false)
            .build();
    return backup.apply(subject, order).id();
  }

  private RestoreRecord record(
      String id,
      String target,
      @Nullable String folder,
      @Nullable String aside,
      @Nullable String safety) {
    Manifest last = plan.backup();
    return new RestoreRecord(
        id,
        last.database(),
        last.id(),
        last.method(),
        target,
        folder,
        aside,
        safety,
        State.STARTED,
        clock.instant(),
        null,
        plan.plainBytes(),
        null);
  }

  private Restored carryOut(RestoreRecord record, HeldLease lease) {
    Restores restores = new Restores(repository);
    BackupMethod method = methods.named(plan.backup().method());
    Planning planning = new Planning(repository, methods, plan.order(), workplace);
    Instant began = clock.instant();
    Path ours = emptyFolder(record);
    try {
      job.step("Restore into " + plan.target());
      Guarded.run(
          job,
          method.name(),
          plan.target(),
          Optional::empty,
          () -> {
            method.restore(
                Chains.content(repository, plan.chain()),
                Planning.request(plan.order(), planning.target(workplace, "restore"), plan.scope()),
                job);
            return record;
          });
      lease.check();
    } catch (RuntimeException failed) {
      if (ours != null) {
        Safety.empty(ours, failed);
      }
      restores.write(record.ended(State.FAILED, clock.instant(), failed.getMessage()));
      throw failed;
    }
    RestoreRecord done = record.ended(State.DONE, clock.instant(), null);
    restores.write(done);
    return new Restored(done, Duration.between(began, clock.instant()));
  }

  /** Whatever is in that folder later is of this restore; null where something was there before. */
  private static @Nullable Path emptyFolder(RestoreRecord record) {
    Path folder = record.folder() == null ? null : Path.of(record.folder());
    return folder != null && Safety.isEmpty(folder) ? folder : null;
  }
}
