package dev.weir.testing.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * This JVM's own directory below the shared one, with the data of its servers. It goes with the
 * JVM; what a killed JVM left behind goes when the next one starts.
 */
final class RunDirectory {
  private static @Nullable Path path;

  private RunDirectory() {}

  static synchronized Path path() throws IOException {
    if (path == null) {
      path = SharedDirectory.locked("run", RunDirectory::create);
    }
    return path;
  }

  static Path subdirectory(String name) throws IOException {
    return Files.createDirectories(path().resolve(name));
  }

  static void delete(Path directory) {
    try {
      SmallDisk.unmountBelow(directory);
      Files.walkFileTree(directory, new Deleter());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path create() throws IOException {
    Path runs = Files.createDirectories(SharedDirectory.path().resolve("run"));
    for (Path run : children(runs)) {
      if (abandoned(run)) {
        delete(run);
      }
    }
    Path own = Files.createDirectory(runs.resolve(UUID.randomUUID().toString().substring(0, 8)));
    FileLock alive = open(own).lock();
    // The hook also keeps the lock from the garbage collector, which would close its channel.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(own, alive)));
    return own;
  }

  private static void end(Path own, FileLock alive) {
    LocalServer.endAll();
    delete(own);
    try {
      alive.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A living JVM holds the lock of its directory; the system lets go of it for a dead one. */
  private static boolean abandoned(Path run) throws IOException {
    try (FileChannel channel = open(run)) {
      return channel.tryLock() != null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static FileChannel open(Path run) throws IOException {
    return FileChannel.open(
        run.resolve("alive"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.toList();
    }
  }

  /** Servers that are just ending may remove files at the same time. */
  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
