package dev.weir.engine.secret;

import dev.weir.api.CoreError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that hold secrets: who may read them, and how they are written so that none is lost. */
final class PrivateFiles {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFiles.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<Path> WARNED = ConcurrentHashMap.newKeySet();

  private PrivateFiles() {}

  /**
   * Refuses a file that everybody may change, and warns once of one that everybody may read
   * (container platforms mount secrets that way).
   */
  static void refuseIfOpen(Path file) throws IOException {
    Set<PosixFilePermission> permissions = permissions(file);
    if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw WeirException.of(
          CoreError.SECRET_UNREADABLE,
          "Everybody may change the secret file " + file + ": run chmod 600 on it.",
          null,
          Effect.NONE);
    }
    if (permissions.contains(PosixFilePermission.OTHERS_READ) && WARNED.add(file)) {
      LOG.warn("Everybody may read the secret file {}: run chmod 600 on it", file);
    }
  }

  /** True when others than the owner may read or change the file. */
  static boolean isShared(Path file) throws IOException {
    return permissions(file).stream().anyMatch(p -> !p.name().startsWith("OWNER_"));
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null ? Set.of() : view.readAttributes().permissions();
  }

  /** Makes the directory of a file, for its owner alone, when there is none. */
  static void createDirectoryOf(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
      restrict(directory, OWNER_ONLY_DIRECTORY);
    }
  }

  /** Replaces a file: after a crash at any step it holds either the old bytes or the new. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path next = sibling(file, ".next");
    try {
      write(next, bytes);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
    syncDirectory(file);
  }

  /** Writes a file that only the owner may read, down to the disk. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file);
    restrict(file, OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }

  private static void restrict(Path file, Set<PosixFilePermission> to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(to);
    }
  }

  private static void syncDirectory(Path file) {
    try (FileChannel directory =
        FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException notOnThisPlatform) {
      LOG.debug("Directories cannot be synchronized here", notOnThisPlatform);
    }
  }
}
