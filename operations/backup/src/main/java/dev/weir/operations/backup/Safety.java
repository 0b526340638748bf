package dev.weir.operations.backup;

import dev.weir.operations.backup.retention.Retention;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Comparator;
import java.util.stream.Stream;

/** What keeps a restore from losing what was there before. */
final class Safety {
  /** The label of backups taken before a restore; its value is the restore's id. */
  static final String LABEL = Retention.SAFETY_LABEL;

  private Safety() {}

  static boolean isEmpty(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    } catch (java.nio.file.NoSuchFileException none) {
      return true;
    } catch (IOException failed) {
      throw BackupError.NOT_WRITABLE.because("The folder " + folder + " cannot be read.", failed);
    }
  }

  /**
   * Removes what a restore that failed has written, as nobody must start a server on a part of it.
   */
  static void empty(Path folder, Exception failed) {
    try (Stream<Path> below = Files.walk(folder)) {
      for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
        if (!each.equals(folder)) {
          Files.delete(each);
        }
      }
    } catch (java.nio.file.NoSuchFileException none) {
      // Not even the folder was made.
    } catch (IOException | UncheckedIOException left) {
      failed.addSuppressed(left);
    }
  }

  static Path aside(Path folder, String restore) {
    return folder.resolveSibling(folder.getFileName() + ".before-" + restore);
  }

  /** Moves a folder aside and leaves an empty one of the same owner and rights in its place. */
  static void moveAside(Path folder, Path aside) {
    try {
      PosixFileAttributeView before =
          Files.getFileAttributeView(folder, PosixFileAttributeView.class);
      PosixFileAttributes rights = before.readAttributes();
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
      Files.createDirectory(folder, new FileAttribute<?>[0]);
      PosixFileAttributeView after =
          Files.getFileAttributeView(folder, PosixFileAttributeView.class);
      after.setPermissions(rights.permissions());
      after.setOwner(rights.owner());
      after.setGroup(rights.group());
    } catch (IOException failed) {
      throw BackupError.NOT_WRITABLE.because(
          "The folder " + folder + " cannot be moved aside to " + aside + ".", failed);
    }
  }

  /** Puts back what was moved aside; what the restore wrote takes its place, under another name. */
  static void putBack(Path folder, Path aside, Path restored) {
    try {
      if (Files.exists(folder)) {
        Files.move(folder, restored, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      throw BackupError.NOT_WRITABLE.because(
          "What was moved aside to " + aside + " cannot be put back to " + folder + ".", failed);
    }
  }
}
