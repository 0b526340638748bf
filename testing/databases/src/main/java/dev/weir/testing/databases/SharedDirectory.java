package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What all JVMs of this user share below the temporary directory: unpacked binaries, prepared data,
 * port leases.
 *
 * <p>An entry is filled beside its place and then renamed, under a file lock: nobody ever sees half
 * of one.
 */
final class SharedDirectory {
  private static final ReentrantLock WITHIN_JVM = new ReentrantLock();

  private SharedDirectory() {}

  static Path path() throws IOException {
    return Files.createDirectories(
        Path.of(
            System.getProperty("java.io.tmpdir"),
            "weir-servers-" + System.getProperty("user.name")));
  }

  /** The directory of that name, filled first if no JVM has done so yet. */
  static Path entry(String name, Filler filler) throws IOException {
    Path entry = path().resolve(name);
    if (Files.exists(entry)) {
      return entry;
    }
    return locked(name, () -> Files.exists(entry) ? entry : fill(entry, filler));
  }

  /** Runs the action while no other thread and no other JVM runs one under the same name. */
  static <T> T locked(String name, Action<T> action) throws IOException {
    WITHIN_JVM.lock();
    try (FileChannel channel =
            FileChannel.open(
                path().resolve(name + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("Lost the lock on " + name);
      }
      return action.run();
    } finally {
      WITHIN_JVM.unlock();
    }
  }

  private static Path fill(Path entry, Filler filler) throws IOException {
    String unfinished = entry.getFileName() + ".unfinished-";
    try (Stream<Path> siblings = Files.list(path())) {
      siblings
          .filter(sibling -> sibling.getFileName().toString().startsWith(unfinished))
          .forEach(RunDirectory::delete);
    }
    Path temporary = Files.createDirectory(path().resolve(unfinished + UUID.randomUUID()));
    filler.fill(temporary);
    return Files.move(temporary, entry, StandardCopyOption.ATOMIC_MOVE);
  }

  @FunctionalInterface
  interface Filler {
    void fill(Path directory) throws IOException;
  }

  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }
}
