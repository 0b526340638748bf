package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.spi.backup.BackupContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small files of a backup. */
final class Contents {
  private Contents() {}

  static String text(BackupContent content, String file) throws IOException {
    need(content, file);
    try (InputStream in = content.read(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** For programs that must seek in it. */
  static Path spool(BackupContent content, String file, Path target) throws IOException {
    need(content, file);
    try (InputStream in = content.read(file)) {
      Files.copy(in, target);
    }
    return target;
  }

  private static void need(BackupContent content, String file) {
    if (!content.files().contains(file)) {
      throw Failed.because(
          PostgresBackupError.CONTENT, "The backup " + content.id() + " has no file " + file + ".");
    }
  }
}
