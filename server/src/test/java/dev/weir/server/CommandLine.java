package dev.weir.server;

import dev.weir.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The command line as a process of its own, as its launcher starts it. */
record CommandLine(Home home, String heap) {
  CommandLine(Home home) {
    this(home, "512m");
  }

  /** What came of a command. */
  record Ended(int code, String out, String err) {}

  CommandLine heap(String most) {
    return new CommandLine(home, most);
  }

  Ended run(String... words) throws IOException, InterruptedException {
    return typing("", words);
  }

  Ended typing(String input, String... words) throws IOException, InterruptedException {
    Process process = start(words);
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> read(process.errorReader()));
    try (OutputStream in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String out = read(process.inputReader());
    return new Ended(process.waitFor(), out, err.join());
  }

  private static String read(java.io.Reader reader) {
    try (reader) {
      java.io.StringWriter all = new java.io.StringWriter();
      reader.transferTo(all);
      return all.toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  Process start(String... words) throws IOException {
    String classes = System.getProperty("java.class.path");
    List<String> command =
        new ArrayList<>(
            List.of(
                // Whoever runs the tests in the background has told its children to ignore it.
                "/usr/bin/env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + heap,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "dev.weir.cli.Main"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", classes);
    builder.environment().put("WEIR_SERVER_CLASSPATH", classes);
    builder.environment().put("WEIR_HOME", home.folder().toString());
    Files.createDirectories(home.folder());
    return builder.directory(home.folder().toFile()).start();
  }

  /** What a terminal sends for Ctrl-C. */
  static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
  }
}
