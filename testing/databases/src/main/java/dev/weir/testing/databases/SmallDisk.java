package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** File systems in memory, of a size that a test can fill. */
final class SmallDisk {
  private static final Path MOUNTS = Path.of("/proc/self/mounts");

  private SmallDisk() {}

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
