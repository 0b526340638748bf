package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = {
      "Start the server and stay with it until Ctrl-C; --detach leaves it running.",
      "Its log goes to logs/server.log in the home."
    })
final class UpCommand implements Callable<Integer> {
  static final String SERVER_MAIN = "dev.weir.server.Main";
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration DRAIN = Duration.ofSeconds(40);
  private static final int TAIL_LINES = 15;
  private static final long TAIL_BYTES = 32_768;
  private static final Pattern READY = Pattern.compile("is ready at (\\S+)");

  private final Cli cli;

  @Option(names = "--port", paramLabel = "PORT", description = "The port to listen on (8425).")
  private @Nullable Integer port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "The address to listen on (127.0.0.1).")
  private @Nullable String bind;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = "Keep the store in this PostgreSQL instead of the embedded one.")
  private @Nullable String store;

  @Option(names = "--no-demo", description = "Do not load the demo database.")
  private boolean noDemo;

  @Option(names = "--detach", description = "Leave it running, and return when it is ready.")
  private boolean detach;

  UpCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Home home = cli.home();
    Optional<RunningServer> running = RunningServer.find(home);
    if (running.isPresent()) {
      throw Rejected.because(
          CliError.ALREADY_RUNNING,
          "The server of " + home.folder() + " runs already at " + running.get().address() + ".");
    }
    ProcessBuilder builder = ServerProcess.of(home, options(), store, cli.console().variables());
    return detach ? detached(builder, home) : attached(builder, home);
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    if (port != null) {
      options.add("--port=" + port);
    }
    if (bind != null) {
      options.add("--bind=" + bind);
    }
    if (noDemo) {
      options.add("--no-demo");
    }
    return options;
  }

  /** The server's own lines are passed on as they come; its log to the file, and here with -v. */
  private int attached(ProcessBuilder builder, Home home) throws Exception {
    Path log = log(home);
    Process server = builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
    Thread stop = Thread.ofPlatform().name("weir-stop").unstarted(() -> stop(server));
    Runtime.getRuntime().addShutdownHook(stop);
    Thread logging = Thread.ofPlatform().daemon().start(() -> copyLog(server, log));
    try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        cli.say(line);
      }
    }
    int code = server.waitFor();
    logging.join();
    return code == 0 || code == 143 ? ExitCode.DONE : code;
  }

  private static void stop(Process server) {
    server.destroy();
    try {
      boolean _ = server.waitFor(DRAIN.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void copyLog(Process server, Path log) {
    try (BufferedReader lines = server.errorReader(StandardCharsets.UTF_8);
        OutputStream file = Files.newOutputStream(log, StandardOpenOption.APPEND)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        if (cli.verbose() || !server.isAlive() || isAnswer(line)) {
          cli.console().err().println(line);
        }
      }
    } catch (IOException e) {
      cli.console().err().println("weir: the server's log cannot be written: " + e.getMessage());
    }
  }

  /** Why it cannot start is told as a sentence with a code, not as a line of the log. */
  private static boolean isAnswer(String line) {
    return line.matches(".*\\[[A-Z]+-\\d{3}] .*") && !line.matches("\\d{4}-.*|\\{.*");
  }

  private int detached(ProcessBuilder builder, Home home) throws Exception {
    Path log = log(home);
    long before = Files.size(log);
    List<String> command = new ArrayList<>(builder.command());
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      // A session of its own, so that the terminal's end is not the server's.
      command.addFirst("/usr/bin/setsid");
    }
    Process server =
        builder
            .command(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    URI address = awaitAddress(server, log, before);
    if (!Wait.until(Duration.ofSeconds(30), () -> RunningServer.isReady(address))) {
      stop(server);
      throw notStarted(
          "The server at " + address + " took no requests and was stopped", log, before);
    }
    return ExitCode.DONE;
  }

  private URI awaitAddress(Process server, Path log, long before) throws Exception {
    AtomicBoolean late = new AtomicBoolean();
    Thread impatience = Thread.ofPlatform().daemon().start(() -> endLate(server, late));
    BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      cli.say(line);
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        impatience.interrupt();
        return URI.create(ready.group(1));
      }
    }
    int code = server.waitFor();
    impatience.interrupt();
    throw notStarted(
        late.get()
            ? "The server was not ready within "
                + cli.timeout(PATIENCE).toSeconds()
                + " s and was stopped; give it more with --timeout"
            : "The server ended with " + code,
        log,
        before);
  }

  private void endLate(Process server, AtomicBoolean late) {
    try {
      TimeUnit.NANOSECONDS.sleep(cli.timeout(PATIENCE).toNanos());
      late.set(true);
      stop(server);
      server.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Failed notStarted(String what, Path log, long from) throws IOException {
    List<String> tail = tail(log, from);
    return Failed.because(
        CliError.SERVER_DID_NOT_START,
        tail.isEmpty()
            ? what + ". It wrote nothing to " + log + "."
            : what + ". The end of " + log + ":\n  " + String.join("\n  ", tail));
  }

  /** The last lines that were written since the file was {@code from} bytes long. */
  private static List<String> tail(Path log, long from) throws IOException {
    long start = Math.max(from, Files.size(log) - TAIL_BYTES);
    try (FileChannel channel = FileChannel.open(log)) {
      InputStream end = Channels.newInputStream(channel.position(start));
      List<String> lines =
          new String(end.readAllBytes(), StandardCharsets.UTF_8).strip().lines().toList();
      return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
    }
  }

  private static Path log(Home home) throws IOException {
    Path log = home.logs().resolve("server.log");
    if (!Files.exists(log)) {
      Files.createFile(
          log,
          PosixFilePermissions.asFileAttribute(
              Set.copyOf(PosixFilePermissions.fromString("rw-------"))));
    }
    return log;
  }
}
