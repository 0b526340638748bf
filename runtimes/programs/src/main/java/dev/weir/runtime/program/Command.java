package dev.weir.runtime.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program and how to run it; immutable. It speaks English ({@code LC_ALL=C}) and, on Linux, ends
 * when this process is killed. Secrets belong into a {@link PrivateFile} or its standard input:
 * arguments and environment can be seen by others.
 *
 * @param words the program and its arguments
 * @param environment set for it
 * @param unset variables of this process whose names begin so do not reach it, such as {@code PG}
 * @param owner true for programs that refuse to run as root
 * @param folder its working folder; null for this process's own
 */
public record Command(
    List<String> words,
    Map<String, String> environment,
    List<String> unset,
    boolean owner,
    @Nullable Path folder) {
  /**
   * The death signal of a child follows the thread that started it, so one thread that never ends
   * starts them.
   */
  private static final ExecutorService STARTER =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("weir-starter").factory());

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    unset = List.copyOf(unset);
  }

  public static Command of(String program, String... arguments) {
    List<String> words = new ArrayList<>(List.of(program));
    words.addAll(List.of(arguments));
    return of(words);
  }

  public static Command of(List<String> words) {
    return new Command(words, Map.of(), List.of(), false, null);
  }

  /** With these arguments after the others. */
  public Command with(String... arguments) {
    return with(List.of(arguments));
  }

  /** With these arguments after the others. */
  public Command with(List<String> arguments) {
    List<String> more = new ArrayList<>(words);
    more.addAll(arguments);
    return new Command(more, environment, unset, owner, folder);
  }

  public Command environment(Map<String, String> variables) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.putAll(variables);
    return new Command(words, more, unset, owner, folder);
  }

  /** Without the variables of this process whose names begin so. */
  public Command without(String prefix) {
    List<String> more = new ArrayList<>(unset);
    more.add(prefix);
    return new Command(words, environment, more, owner, folder);
  }

  /** For programs that refuse to run as root: root runs them as nobody who still owns its files. */
  public Command asOwner() {
    return new Command(words, environment, unset, true, folder);
  }

  public Command in(Path working) {
    return new Command(words, environment, unset, owner, working);
  }

  /** Starts it with streams. */
  public Running start() throws IOException {
    return start(line -> {});
  }

  /** Starts it with streams; {@code listener} gets each line of its standard error. */
  public Running start(Consumer<String> listener) throws IOException {
    return new Running(words, launch(builder(Wrapping.dying("TERM", owner, words))), listener);
  }

  /** Runs it to its end; answers its standard output, which must be short. */
  public String run() throws IOException {
    return run("");
  }

  /** Runs it to its end with this text as its standard input. */
  public String run(String input) throws IOException {
    try (Running running = start()) {
      Thread.ofVirtual().start(() -> feed(running.input(), input));
      String output;
      try (InputStream out = running.output()) {
        output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      running.finish();
      return output;
    }
  }

  private static void feed(OutputStream stream, String input) {
    try (stream) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException ended) {
      // its exit code tells why it did not want to hear the rest
    }
  }

  /**
   * Starts a server whose output goes to {@code log}. Where the system can, it gets {@code signal}
   * should this process be killed, and a Ctrl-C in the terminal does not reach it.
   */
  public Process serve(Path log, String signal) throws IOException {
    ProcessBuilder builder = builder(Wrapping.serving(signal, owner, words));
    builder.redirectErrorStream(true);
    builder.redirectOutput(log.toFile()).redirectInput(new java.io.File("/dev/null"));
    return launch(builder);
  }

  private ProcessBuilder builder(List<String> wrapped) {
    ProcessBuilder builder = new ProcessBuilder(wrapped);
    builder.environment().keySet().removeIf(name -> unset.stream().anyMatch(name::startsWith));
    builder.environment().put("LC_ALL", "C");
    builder.environment().putAll(environment);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    return builder;
  }

  private Process launch(ProcessBuilder builder) throws IOException {
    try {
      return STARTER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw new IOException("Could not start " + words.getFirst(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while starting " + words.getFirst());
    }
  }

  /** Names the program alone: arguments may be private. */
  @Override
  public String toString() {
    return "Command[" + words.getFirst() + "]";
  }
}
