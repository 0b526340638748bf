package dev.weir.operations.backup;

import dev.weir.api.Secret;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.spi.backup.RestorePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that kills itself with signal 9 at a step of its work. A step is any moment before or
 * after an operation of the store that changes something. Prints how many there were when it ends.
 */
final class CrashingProcess {
  private CrashingProcess() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    int fatal = Integer.parseInt(arguments[2]);
    AtomicInteger steps = new AtomicInteger();
    FaultyStore store =
        new FaultyStore(
            new FolderStore(folder.resolve("repository")),
            (operation, key) -> {
              boolean changes =
                  operation.matches("(put|commit|delete)(-done)?|write|create")
                      && !key.contains("/clock-");
              if (changes && steps.incrementAndGet() == fatal) {
                kill();
              }
            });
    BackupKeys keys = BackupKeys.parse(Secret.of(Files.readString(folder.resolve("keys"))));
    Repository repository = Repository.open(store, keys, Clock.systemUTC(), Duration.ofSeconds(5));
    try (Items items = new Items();
        Backups backups =
            new Backups(
                repository,
                List.of(),
                new Methods(List.of(new RowsMethod())),
                folder.resolve("work"))) {
      Subject clinic = items.open(Items.definition("clinic", folder.resolve("clinic.db")));
      run(arguments[0], backups, clinic);
    }
    System.out.println("steps " + steps);
  }

  private static void run(String action, Backups backups, Subject clinic) {
    switch (action) {
      case "create" -> backups.create(clinic, CreateOrder.DEFAULT, new Job());
      case "prune" ->
          backups.prune(
              "clinic",
              new RetentionRule(Duration.ZERO, 1, 0, 0, 0, 0, ZoneOffset.UTC),
              null,
              new Job());
      case "restore" -> {
        RestoreOrder order =
            RestoreOrder.of("clinic", new Destination.Server(clinic))
                .point(new RestorePoint.OfBackup())
                .replace(true);
        backups.restore(backups.plan(order), null, new Job());
      }
      case "gc" -> backups.gc(false, new Job());
      default -> throw new IllegalArgumentException(action);
    }
  }

  private static void kill() throws IOException {
    new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid())).start();
    while (true) {
      Thread.onSpinWait();
    }
  }
}
