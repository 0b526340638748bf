package dev.weir.testing.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * A server in a process of its own. It ends when its standard input does, and so with this JVM,
 * however that ends.
 */
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Process process;
  private final Path output;

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ServerProcess start(List<String> command) {
    try {
      Path output = Files.createTempFile("weir-store-server-", ".log");
      output.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      return new ServerProcess(process, output);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not start " + command.getFirst(), e);
    }
  }

  /** Waits until the output holds the pattern, and answers its first group. */
  String await(Pattern pattern) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> found(pattern), found -> !found.isEmpty());
  }

  private String found(Pattern pattern) throws IOException {
    String text = Files.readString(output, StandardCharsets.UTF_8);
    Matcher matcher = pattern.matcher(text);
    if (matcher.find()) {
      return matcher.group(1);
    }
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "The server ended with " + process.exitValue() + ":\n" + text);
    }
    return "";
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
