package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.RestoreRecord.State;
import dev.weir.operations.backup.repository.Restores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings back what a restore has overwritten, also when it broke off. */
final class Undoing {
  private final Backups backups;
  private final Clock clock;

  Undoing(Backups backups, Clock clock) {
    this.backups = backups;
    this.clock = clock;
  }

  Restored run(
      @Nullable String restore, Destination destination, @Nullable String confirmation, Job job) {
    RestoreRecord record = find(restore, destination);
    Restored undone =
        switch (destination) {
          case Destination.Server server -> server(record, server, confirmation, job);
          case Destination.Folder folder -> folder(record, folder.path());
        };
    new Restores(backups.primary())
        .write(record.ended(State.UNDONE, clock.instant(), record.failure()));
    return undone;
  }

  private RestoreRecord find(@Nullable String id, Destination destination) {
    List<RestoreRecord> fitting =
        backups.restores().stream()
            .filter(each -> each.state() != State.UNDONE && into(each, destination))
            .filter(each -> id == null ? canUndo(each) : each.id().equals(id))
            .toList();
    if (fitting.isEmpty() || !canUndo(fitting.getLast())) {
      throw BackupError.NOTHING_TO_UNDO.because(
          id == null
              ? "No restore into this target has kept what was there before."
              : "The restore "
                  + id
                  + " is unknown, was undone, went elsewhere, or met an empty target.");
    }
    return fitting.getLast();
  }

  private static boolean into(RestoreRecord record, Destination destination) {
    return switch (destination) {
      case Destination.Server server -> record.target().equals(server.subject().name());
      case Destination.Folder folder -> folder.path().toString().equals(record.folder());
    };
  }

  private static boolean canUndo(RestoreRecord record) {
    return record.safety() != null
        || (record.aside() != null && Files.isDirectory(Path.of(record.aside())));
  }

  private Restored server(
      RestoreRecord record, Destination.Server server, @Nullable String confirmation, Job job) {
    RestoreOrder order =
        RestoreOrder.of(server.subject().name(), server)
            .backup(record.safety())
            .replace(true)
            .safety(false);
    return backups.restore(backups.plan(order), confirmation, job);
  }

  private Restored folder(RestoreRecord record, Path folder) {
    Instant began = clock.instant();
    String aside = record.aside();
    if (aside != null) {
      Safety.putBack(
          folder,
          Path.of(aside),
          folder.resolveSibling(folder.getFileName() + ".undone-" + record.id()));
    }
    RestoreRecord undone = record.ended(State.UNDONE, clock.instant(), record.failure());
    return new Restored(undone, Duration.between(began, clock.instant()));
  }
}
