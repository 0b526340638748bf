package dev.weir.backup.postgresql;

import dev.weir.api.Rejected;
import dev.weir.spi.backup.LogArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * What a server's {@code archive_command} and {@code restore_command} do with a {@link LogArchive}.
 * A segment is archived only when it is what its name says; success is told only when it is
 * durable; the same file again is no error, another of the same name is.
 */
public final class WalArchiving {
  private final LogArchive archive;

  public WalArchiving(LogArchive archive) {
    this.archive = archive;
  }

  /**
   * Archives a file of {@code pg_wal}: {@code archive_command} gives {@code %p} and {@code %f}.
   * Segments, partial segments, timeline histories and backup labels are taken.
   *
   * @throws dev.weir.api.WeirException with {@code PGBACKUP-012} when the file is not what its name
   *     says, or the archive's own code when another content of that name is there
   */
  public void archive(Path file, String name) throws IOException {
    if (!WalName.archived(name)) {
      throw Rejected.because(
          PostgresBackupError.LOG_FILE, "No file of the WAL is called " + name + ".");
    }
    WalPage.check(name, file);
    archive.add(name, file);
  }

  /**
   * Fetches a file: {@code restore_command} gives {@code %f} and {@code %p}. The target is whole or
   * not there.
   *
   * @return false when the archive does not have it, which ends a recovery in order
   */
  public boolean fetch(String name, Path target) throws IOException {
    if (archive.find(name).isEmpty()) {
      return false;
    }
    Path draft = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID());
    try {
      try (InputStream in = archive.read(name)) {
        Files.copy(in, draft);
      }
      WalPage.check(name, draft);
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /**
   * The value of {@code archive_command} that runs a program with the file's path and name behind
   * its own arguments.
   */
  public static String archiveCommand(String program) {
    return program + " \"%p\" \"%f\"";
  }
}
