package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.Caller;
import dev.weir.api.CoreError;
import dev.weir.api.Principal;
import dev.weir.api.Rejected;
import dev.weir.api.Role;
import dev.weir.api.Rows;
import dev.weir.engine.encode.JsonPrinter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that every command takes, and what they choose. */
@Command(
    name = "weir",
    description = "One system in front of all of an organisation's databases.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "DB is a name from the catalog, or a URL such as postgresql://user@host/database.",
      "Ends with 0 done, 1 failed, 2 wrong usage, 3 findings, 4 refused by policy, 5 partly done."
    })
final class Cli implements Runnable {
  private final Console console;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final List<Runnable> stops = new CopyOnWriteArrayList<>();
  private @Nullable Workspace workspace;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where Weir keeps its files (WEIR_HOME, else ~/.weir).")
  private @Nullable Path home;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "The catalog (else ./weir.yaml, else weir.yaml in the home).")
  private @Nullable Path config;

  @Option(
      names = "--env",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The environment: development, test, staging or production.")
  private @Nullable String environment;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description = "How data is written: ${COMPLETION-CANDIDATES}.")
  private Format output = Format.TABLE;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      scope = ScopeType.INHERIT,
      description = "How long it may take, such as 500ms, 5s or 2m.")
  private @Nullable Duration timeout;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      scope = ScopeType.INHERIT,
      description = "Run with no more than this role: ${COMPLETION-CANDIDATES}.")
  private Role role = Role.ADMINISTRATOR;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Tell more: facts and causes of errors, warnings.")
  private boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Tell no progress, only data and errors.")
  private boolean quiet;

  @Option(
      names = {"-y", "--yes"},
      scope = ScopeType.INHERIT,
      description = "Answer yes to every question.")
  private boolean yes;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "No colours in the help.")
  @SuppressWarnings("UnusedMethod")
  private void noColor(boolean plain) {
    if (plain) {
      System.setProperty("picocli.ansi", "false");
    }
  }

  Cli(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw new ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "Name a command.");
  }

  Console console() {
    return console;
  }

  Format output() {
    return output;
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  Duration timeout(Duration unlessSaid) {
    return timeout == null ? unlessSaid : timeout;
  }

  boolean verbose() {
    return verbose;
  }

  /** The person at this machine, with the role asked for. */
  Caller caller() {
    return Caller.of(new Principal(System.getProperty("user.name"), role, "cli"));
  }

  Home home() {
    if (home != null) {
      return new Home(console.directory().resolve(home));
    }
    String named = console.variables().getOrDefault("WEIR_HOME", "");
    return new Home(
        named.isBlank()
            ? Path.of(System.getProperty("user.home"), ".weir")
            : console.directory().resolve(named));
  }

  /** The catalog and the databases that this command line works with. */
  Workspace workspace() {
    if (workspace == null) {
      workspace = new Workspace(console, home(), config, environment);
    }
    return workspace;
  }

  /** Ctrl-C: asks the servers to stop what runs. */
  void interrupt() {
    interrupted.countDown();
    stops.forEach(Runnable::run);
    Workspace running = workspace;
    if (running != null) {
      running.interrupt();
    }
  }

  /** Has work stopped at Ctrl-C too; it gets time to leave nothing behind. */
  void onInterrupt(Runnable stop) {
    stops.add(stop);
  }

  /** How long the process waits after Ctrl-C for what is under way to end. */
  Duration farewell() {
    return stops.isEmpty() ? Duration.ofSeconds(2) : Duration.ofSeconds(30);
  }

  /** Waits for Ctrl-C; false when the time ran out without it. */
  boolean interruptedWithin(Duration time) {
    try {
      return interrupted.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Writes data to standard output. */
  void print(Rows rows) throws IOException {
    checkOutput();
    try (rows) {
      output.encoder().encode(rows, console.out());
    }
  }

  /**
   * Refuses to write what is no text to a terminal.
   *
   * @throws Rejected with {@code WEIR-005}
   */
  void checkOutput() {
    if (output.binary() && console.terminal()) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "The format " + output + " is no text; send it to a file with > FILE, or to a program.");
    }
  }

  /** Writes a line for people to standard output. */
  void say(String line) throws IOException {
    console.out().write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** True when a person watches how it goes. */
  boolean watched() {
    return console.terminal() && !quiet;
  }

  /** Asks a person at the terminal for a line; empty where there is none. */
  String ask(String question) {
    if (!console.terminal()) {
      return "";
    }
    String typed = java.util.Objects.requireNonNull(System.console()).readLine("%s ", question);
    return typed == null ? "" : typed.strip();
  }

  /** Tells how it goes on standard error, unless quiet. */
  void progress(String line) {
    if (!quiet) {
      console.err().println(line);
    }
  }

  /**
   * Asks before something is taken away; who cannot be asked must have said --yes.
   *
   * @throws Rejected with {@code CLI-008} unless the answer is yes
   */
  void confirm(String question) {
    if (yes) {
      return;
    }
    String answer = "";
    if (console.terminal()) {
      String typed =
          java.util.Objects.requireNonNull(System.console()).readLine("%s [y/N] ", question);
      answer = typed == null ? "" : typed.strip();
    }
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw Rejected.because(CliError.NOT_CONFIRMED, "Not confirmed: " + question);
    }
  }

  /** One value as JSON. */
  static String json(Map<String, ? extends @Nullable Object> value) {
    try {
      return new JsonPrinter().text(value);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
