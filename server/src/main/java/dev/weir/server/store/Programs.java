package dev.weir.server.store;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs PostgreSQL's programs, which refuse to run as root, as whoever Weir runs. */
final class Programs {
  /**
   * The death signal of a child follows the thread that started it, so one thread that never ends
   * starts them.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("weir-starter").factory());

  private Programs() {}

  /**
   * Starts a server. Where the system can, it is shut down in order should this process be killed,
   * and a Ctrl-C in the terminal does not reach it before Weir has drained.
   */
  static Process launch(List<String> command, Path log) throws IOException {
    List<String> words = new ArrayList<>(asOwner());
    if (onPath("setsid")) {
      words.add("setsid");
    }
    if (onPath("setpriv")) {
      words.addAll(List.of("setpriv", "--pdeathsig", "INT", "--"));
    }
    words.addAll(command);
    ProcessBuilder builder = builder(words);
    builder.redirectOutput(log.toFile()).redirectInput(new File("/dev/null"));
    try {
      return STARTER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException("Could not start " + command.getFirst(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while starting " + command.getFirst(), e);
    }
  }

  /** Runs a program to its end with this text on its standard input; answers what it printed. */
  static String run(List<String> command, String input) throws IOException {
    List<String> words = new ArrayList<>(asOwner());
    words.addAll(command);
    Process process = builder(words).start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(
            Path.of(command.getFirst()).getFileName() + " ended with " + exit + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while running " + command.getFirst(), e);
    }
  }

  static void signal(String name, long pid) throws IOException {
    Process kill = builder(List.of("sh", "-c", "kill -s " + name + " " + pid + " || true")).start();
    try {
      kill.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder;
  }

  /** Root sees itself as nobody in a user namespace of its own, and still owns its files. */
  private static List<String> asOwner() {
    return "root".equals(System.getProperty("user.name")) && onPath("unshare")
        ? List.of("unshare", "-U", "--")
        : List.of();
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
