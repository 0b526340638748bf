package dev.weir.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class LargeStreamIT {
  private static final long SIZE = 1L << 30;

  @Test
  void aGigabytePassesInAHeapOf32Megabytes(@TempDir Path folder) throws Exception {
    Path large = folder.resolve("large");
    write(large);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                LargeStream.class.getName(),
                folder.resolve("repository").toString(),
                large.toString())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out).contains("plain " + SIZE);
    assertThat(Long.parseLong(out.replaceAll("(?s).*VmHWM:\\s+(\\d+) kB.*", "$1")))
        .as("resident memory in kB at its highest: %s", out)
        .isLessThan(256 * 1024);
    System.out.println(out);
  }

  /** Lines like those of a dump: half of it repeats, half does not. */
  private static void write(Path file) throws IOException {
    Random random = new Random(1);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      byte[] noise = new byte[32];
      byte[] line = "\t2026-11-21 13:24:55\tactive\t0\t\\N\n".getBytes(StandardCharsets.UTF_8);
      for (long written = 0; written < SIZE; written += 64) {
        random.nextBytes(noise);
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (byte) ('0' + (noise[i] & 15));
        }
        out.write(noise);
        out.write(line, 0, 32);
      }
    }
  }
}
