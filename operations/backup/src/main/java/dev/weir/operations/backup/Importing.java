package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.RestoreRecord.State;
import dev.weir.operations.backup.repository.Restores;
import dev.weir.operations.backup.stream.Imports;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Restores a dump that another tool wrote. */
final class Importing {
  private final Repository repository;
  private final BackupMethod method;
  private final Clock clock;
  private final ImportOrder order;
  private final Workplace workplace;
  private final Job job;

  Importing(
      Repository repository,
      BackupMethod method,
      Clock clock,
      ImportOrder order,
      Workplace workplace,
      Job job) {
    this.repository = repository;
    this.method = method;
    this.clock = clock;
    this.order = order;
    this.workplace = workplace;
    this.job = job;
  }

  Restored run(BiFunction<Subject, String, String> safety) {
    BackupContent content = Imports.content(order.file(), order.passphrase(), order.name());
    BackupChain chain = new BackupChain(List.of(content), repository.log("imports"));
    RestoreRequest request =
        new RestoreRequest(
            target(),
            new RestorePoint.OfBackup(),
            content.scope(),
            1,
            order.replace(),
            order.options());
    List<String> obstacles = Requirements.missing(method.check(chain, request));
    if (!obstacles.isEmpty()) {
      throw BackupError.REQUIREMENT_MISSING.because(
          "The file " + order.file() + " cannot be restored. " + String.join(" ", obstacles));
    }
    return carryOut(chain, request, safety);
  }

  private RestoreTarget target() {
    return switch (order.destination()) {
      case Destination.Server server ->
          new RestoreTarget.Living(workplace.source(server.subject(), "import", order.options()));
      case Destination.Folder folder -> new RestoreTarget.Folder(folder.path());
    };
  }

  private Restored carryOut(
      BackupChain chain, RestoreRequest request, BiFunction<Subject, String, String> safety) {
    Restores restores = new Restores(repository);
    RestoreRecord record = record(restores.newId(), safety);
    restores.write(record);
    job.step("Restore " + order.file());
    try {
      Guarded.run(
          job,
          method.name(),
          order.file().toString(),
          Optional::empty,
          () -> {
            method.restore(chain, request, job);
            return record;
          });
    } catch (RuntimeException failed) {
      restores.write(record.ended(State.FAILED, clock.instant(), failed.getMessage()));
      throw failed;
    }
    RestoreRecord done = record.ended(State.DONE, clock.instant(), null);
    restores.write(done);
    return new Restored(done, Duration.between(record.started(), clock.instant()));
  }

  private RestoreRecord record(String id, BiFunction<Subject, String, String> safety) {
    @Nullable String folder = null;
    @Nullable String kept = null;
    String target = "";
    if (order.destination() instanceof Destination.Server(Subject subject)) {
      target = subject.name();
      kept = order.safety() ? safety.apply(subject, id) : null;
    } else if (order.destination() instanceof Destination.Folder(java.nio.file.Path path)) {
      folder = path.toString();
    }
    return new RestoreRecord(
        id,
        "",
        String.valueOf(order.file().getFileName()),
        method.name(),
        target,
        folder,
        null,
        kept,
        State.STARTED,
        clock.instant(),
        null,
        0,
        null);
  }
}
