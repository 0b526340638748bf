package dev.weir.testing.databases;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs programs of this machine: servers that die with this JVM, and short commands. */
final class Commands {
  static final Path NOTHING = Path.of("/dev/null");

  /**
   * A child's death signal follows the thread that started it, so one thread that never ends starts
   * them all.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("weir-server-starter").factory());

  private static final int TAIL = 40;

  private Commands() {}

  /**
   * Starts a server whose output is appended to {@code log}; on Linux it is killed when this JVM
   * dies.
   */
  static Process launch(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    List<String> words = new ArrayList<>(command);
    if (onPath("setpriv")) {
      int program = words.getFirst().equals("unshare") ? words.indexOf("--") + 1 : 0;
      words.addAll(program, List.of("setpriv", "--pdeathsig", "KILL", "--"));
    }
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(NOTHING.toFile());
    try {
      return STARTER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException("Could not start " + command.getFirst(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while starting " + command.getFirst(), e);
    }
  }

  /**
   * Runs a command to its end and returns what it printed; a failure carries that in its message.
   */
  static String run(List<String> command, Map<String, String> environment, Path input)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectInput(input.toFile()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IOException(command + " ended with " + exit + ":\n" + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while running " + command.getFirst(), e);
    }
  }

  static void signal(String name, List<Long> pids) {
    String targets = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
    try {
      // A process of the tree may end between listing and signalling: that is no failure.
      run(List.of("sh", "-c", "kill -s %s %s; true".formatted(name, targets)), Map.of(), NOTHING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Servers that refuse to run as root see themselves as nobody in a user namespace of their own.
   */
  static List<String> unprivileged(List<String> command) {
    return root()
        ? Stream.concat(Stream.of("unshare", "-U", "--"), command.stream()).toList()
        : command;
  }

  static boolean root() {
    return ProcessHandle.current().info().user().filter("root"::equals).isPresent();
  }

  static String tail(Path log) {
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - TAIL), all.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  private static boolean onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
