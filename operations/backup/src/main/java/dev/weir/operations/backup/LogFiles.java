package dev.weir.operations.backup;

import dev.weir.spi.backup.LogArchive;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of the archived log on their way back. */
final class LogFiles {
  private LogFiles() {}

  /** Writes it aside and renames it, so that nobody takes half a file for a whole one. */
  static void fetch(LogArchive log, String name, Path to) throws IOException {
    Path aside = to.resolveSibling(to.getFileName() + ".weir-part");
    try (InputStream in = log.read(name)) {
      Files.copy(in, aside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(aside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(aside);
    }
  }
}
