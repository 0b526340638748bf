package dev.weir.cli;

import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Walk the way to a database step by step: name, TCP, TLS, login, privileges, version.",
      "Tells the step that fails and what to do about it; ends with 3 then."
    })
final class DatabaseTestCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Cli cli;

  @Parameters(arity = "1..*", paramLabel = "DB", description = "Names from the catalog, or URLs.")
  private List<String> databases = new ArrayList<>();

  DatabaseTestCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing =
        Listing.of("database", "step", "outcome", "finding", "mend", "millis:integer");
    boolean failed = false;
    try (Workspace workspace = cli.workspace()) {
      workspace.engine(databases.toArray(String[]::new));
      for (String name : databases) {
        failed |= test(workspace.database(name), listing);
      }
    }
    if (!cli.output().forPeople()) {
      cli.print(listing);
    }
    return failed ? ExitCode.FINDINGS : ExitCode.DONE;
  }

  private boolean test(OpenDatabase database, Listing listing) throws IOException {
    boolean[] failed = new boolean[1];
    if (cli.output().forPeople()) {
      cli.say(database.definition().describe());
    }
    database
        .primary()
        .node()
        .diagnose(
            Deadline.after(cli.timeout(PATIENCE)),
            step -> {
              failed[0] |= step.outcome() == Outcome.FAILED;
              tell(database.name(), step, listing);
            });
    return failed[0];
  }

  private void tell(String database, Step step, Listing listing) {
    String outcome = step.outcome().name().toLowerCase(Locale.ROOT);
    long millis = Durations.millis(step.took());
    listing.add(database, step.name(), outcome, step.finding(), step.mend(), millis);
    if (!cli.output().forPeople()) {
      return;
    }
    try {
      cli.say(
          String.format("  %-8s %-12s %s (%d ms)", outcome, step.name(), step.finding(), millis));
      if (!step.mend().isEmpty()) {
        cli.say("  " + " ".repeat(9) + "-> " + step.mend());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
