package dev.weir.testing.databases;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A file system in memory, of a size that a test can fill. Wants root. */
public final class SmallDisk implements AutoCloseable {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final int PIECE = 4096;

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  /** An empty one, which goes with this JVM at the latest. */
  public static SmallDisk of(int megabytes) {
    try {
      Path path = RunDirectory.subdirectory("disk-" + UUID.randomUUID());
      mount(path, megabytes);
      return new SmallDisk(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path path() {
    return path;
  }

  /** Takes all the room that is left, to the last page. */
  public void fill() {
    fill(path);
  }

  /** Gives back what {@link #fill()} took. */
  public void free() {
    free(path);
  }

  /** From now on nothing may be written, by root neither. */
  public void readOnly() {
    try {
      Commands.run(
          List.of("mount", "-o", "remount,ro", path.toString()), Map.of(), Commands.NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes all the room that is left on the file system of a directory, with a file there. */
  public static void fill(Path directory) {
    try (OutputStream out =
        Files.newOutputStream(
            filler(directory), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] piece = new byte[PIECE];
      while (true) {
        out.write(piece);
      }
    } catch (IOException full) {
      // As it was to be.
    }
  }

  /** Removes the file that {@link #fill(Path)} made. */
  public static void free(Path directory) {
    try {
      Files.deleteIfExists(filler(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path filler(Path directory) {
    return directory.resolve("filler");
  }

  @Override
  public void close() {
    RunDirectory.delete(path);
  }

  static void mount(Path directory, int megabytes) throws IOException {
    if (!Commands.root()) {
      throw new IOException("Only root may mount a small disk; run this test as root");
    }
    Files.createDirectories(directory);
    String options = "mode=700,size=%dm".formatted(megabytes);
    Commands.run(
        List.of("mount", "-t", "tmpfs", "-o", options, "weir", directory.toString()),
        Map.of(),
        Commands.NOTHING);
  }

  /** Takes away the disks below a directory, those of a killed JVM as well. */
  static void unmountBelow(Path directory) throws IOException {
    if (Files.isReadable(MOUNTS)) {
      for (String line : Files.readAllLines(MOUNTS)) {
        String point = line.split(" ", -1)[1];
        if (Path.of(point).startsWith(directory)) {
          Commands.run(List.of("umount", "--lazy", point), Map.of(), Commands.NOTHING);
        }
      }
    }
  }
}
