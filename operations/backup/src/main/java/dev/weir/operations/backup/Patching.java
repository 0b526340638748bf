package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.HeldLease;
import dev.weir.operations.backup.repository.Lease.Purpose;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Scope;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Restores into a scratch server and writes what differs from a living database. */
final class Patching {
  private final Repository repository;
  private final Methods methods;
  private final Workplace workplace;
  private final Job job;

  Patching(Repository repository, Methods methods, Workplace workplace, Job job) {
    this.repository = repository;
    this.methods = methods;
    this.workplace = workplace;
    this.job = job;
  }

  Patch run(Manifest backup, Scope scope, Subject living, Path file) {
    refuseIfThere(file);
    BackupMethod method = methods.named(backup.method());
    List<Manifest> chain = Chains.of(backup, repository.list(backup.database()));
    try (HeldLease _ =
            repository.leases().begin(Purpose.READ, backup.database(), Chains.ids(chain), "");
        TrialRestore trial =
            TrialRestore.of(repository, method, chain, backup.scope(), workplace, job)) {
      job.step("Write the statements");
      BackupSource into = workplace.source(living, "living", Map.of());
      Path aside = file.resolveSibling(file.getFileName() + ".weir-part");
      return Guarded.run(
          job,
          method.name(),
          living.name(),
          Optional::empty,
          () -> {
            try (OutputStream out =
                new BufferedOutputStream(
                    Files.newOutputStream(
                        aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING))) {
              method.patch(trial.source("patch"), into, scope, out, job);
            } catch (IOException | RuntimeException failed) {
              Files.deleteIfExists(aside);
              throw failed;
            }
            Files.move(aside, file);
            return new Patch(file, backup.id(), Files.size(file));
          });
    } catch (TrialRestore.RestoreFailed failed) {
      throw failed.why();
    }
  }

  private static void refuseIfThere(Path file) {
    if (Files.exists(file)) {
      throw BackupError.INVALID_NAME.because("The file " + file + " is there already.");
    }
  }
}
