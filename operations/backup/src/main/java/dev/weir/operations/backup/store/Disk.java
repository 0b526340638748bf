package dev.weir.operations.backup.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Folders and names that survive a loss of power. */
final class Disk {
  private static final boolean POSIX =
      java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private Disk() {}

  static FileAttribute<?>[] privateFile() {
    return permissions("rw-------");
  }

  private static FileAttribute<?>[] permissions(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a folder and those above it, each entered durably into the one above. */
  static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      createFolder(above);
    }
    try {
      Files.createDirectory(folder, permissions("rwx------"));
    } catch (FileAlreadyExistsException raced) {
      if (!Files.isDirectory(folder)) {
        throw raced;
      }
    }
    if (above != null) {
      sync(above);
    }
  }

  /**
   * The same, where somebody may have removed the folder, and with it what was to be made durable.
   */
  static void syncIfThere(Path folder) throws IOException {
    try {
      sync(folder);
    } catch (NoSuchFileException removed) {
      // Whoever has removed it has seen to that it lasts.
    }
  }

  /** Makes the names in a folder durable. */
  static void sync(Path folder) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
