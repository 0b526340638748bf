package dev.weir.backup.mysql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders with all that is in them. */
final class Trees {
  private Trees() {}

  /** Removes one that is ours; what cannot be removed stays. */
  static void forget(Path below) {
    try {
      delete(below);
    } catch (IOException e) {
      // a temporary folder, or one that the caller removes
    }
  }

  static void delete(Path below) throws IOException {
    if (!Files.exists(below)) {
      return;
    }
    try (Stream<Path> all = Files.walk(below)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
