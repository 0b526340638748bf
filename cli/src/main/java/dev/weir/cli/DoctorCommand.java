package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.engine.Engine;
import dev.weir.engine.config.Loaded;
import dev.weir.engine.config.Problem;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = "Look at everything that Weir needs, and say what to mend; ends with 3 then.")
final class DoctorCommand implements Callable<Integer> {
  private static final long LITTLE_SPACE = 1L << 30;
  private static final Instant TOO_EARLY = Instant.parse("2025-01-01T00:00:00Z");

  private final Cli cli;
  private final Listing findings = Listing.of("check", "outcome", "finding", "mend");
  private boolean failed;

  DoctorCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    java();
    home();
    clock();
    server();
    catalog();
    cli.print(findings);
    return failed ? ExitCode.FINDINGS : ExitCode.DONE;
  }

  private void tell(String check, Outcome outcome, String finding, String mend) {
    failed |= outcome == Outcome.FAILED;
    findings.add(check, outcome.name().toLowerCase(Locale.ROOT), finding, mend);
  }

  private void java() {
    int feature = Runtime.version().feature();
    tell(
        "java",
        feature >= 25 ? Outcome.OK : Outcome.FAILED,
        "Java " + Runtime.version() + " in " + System.getProperty("java.home") + ".",
        feature >= 25 ? "" : "Use a Java 25 or newer.");
  }

  private void home() throws IOException {
    Home home = cli.home();
    Path folder = home.folder();
    Path there = folder;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    boolean writable = Files.isWritable(there);
    tell(
        "home",
        writable ? Outcome.OK : Outcome.FAILED,
        folder + (writable ? " can be written to." : " cannot be written to."),
        writable ? "" : "Change its owner, or name another with WEIR_HOME.");
    if (Files.exists(folder)) {
      permissions(home);
    }
    long free = Files.getFileStore(there).getUsableSpace();
    tell(
        "disk",
        free >= LITTLE_SPACE ? Outcome.OK : Outcome.WARNING,
        free / (1 << 20) + " MiB are free.",
        free >= LITTLE_SPACE ? "" : "Free some space, or move the home.");
  }

  private void permissions(Home home) throws IOException {
    for (Path file : List.of(home.secrets(), home.masterKey())) {
      if (Files.exists(file)) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        boolean open = !mode.endsWith("------");
        tell(
            "permissions",
            open ? Outcome.FAILED : Outcome.OK,
            file + " is " + mode + ".",
            open ? "Run chmod 600 on it." : "");
      }
    }
  }

  private void clock() {
    boolean early = Instant.now().isBefore(TOO_EARLY);
    tell(
        "clock",
        early ? Outcome.FAILED : Outcome.OK,
        "It is " + Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS) + ".",
        early ? "Set the clock; certificates and tokens are judged by it." : "");
  }

  private void server() {
    Optional<RunningServer> server = RunningServer.find(cli.home());
    if (server.isEmpty()) {
      tell("server", Outcome.SKIPPED, "No server of this home runs.", "");
      return;
    }
    boolean ready = server.get().isReady();
    tell(
        "server",
        ready ? Outcome.OK : Outcome.FAILED,
        "It runs at " + server.get().address() + (ready ? "." : ", and is not ready."),
        ready ? "" : "Read logs/server.log in the home.");
  }

  private void catalog() {
    Loaded loaded = cli.workspace().load();
    for (Problem problem : loaded.problems()) {
      boolean error = problem.severity() == Problem.Severity.ERROR;
      tell(
          "catalog",
          error ? Outcome.FAILED : Outcome.WARNING,
          problem.place() + ": " + problem.path() + " " + problem.message(),
          problem.suggestion() == null ? "" : problem.suggestion());
    }
    if (!loaded.usable()) {
      return;
    }
    try (Workspace workspace = cli.workspace()) {
      Engine engine = workspace.engine();
      tell("catalog", Outcome.OK, engine.definitions().size() + " databases.", "");
      engine.definitions().keySet().forEach(name -> database(engine, name));
    }
  }

  /** The last step tells: the one that failed, or the version. */
  private void database(Engine engine, String name) {
    try {
      Deadline deadline = Deadline.after(cli.timeout(Duration.ofSeconds(10)));
      List<Step> steps = engine.database(name).primary().node().diagnose(deadline);
      Step last =
          steps.stream()
              .filter(step -> step.outcome() == Outcome.FAILED)
              .findFirst()
              .orElse(steps.getLast());
      tell("database " + name, last.outcome(), last.finding(), last.mend());
    } catch (WeirException e) {
      tell("database " + name, Outcome.FAILED, e.getMessage() + "", e.code().nextStep());
    }
  }
}
