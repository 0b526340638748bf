package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Tell all of the alerts of a rule: since when, how bad, and where to read on.")
final class AlertShowCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "RULE", description = "As `weir alert rules` tells it.")
  private String rule = "";

  @Option(names = "--database", paramLabel = "DB", description = "Of this database alone.")
  private @Nullable String database;

  AlertShowCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing rows =
        Listing.of("title", "state", "severity", "value", "began", "fired", "silence", "playbook");
    for (Map<String, Object> alert : ServerCall.of(cli).list("/v1/alerts")) {
      if (rule.equals(alert.get("rule"))
          && (database == null || database.equals(alert.get("database")))) {
        rows.add(
            AlertTexts.text(alert, "title"),
            AlertTexts.lower(alert, "state"),
            AlertTexts.lower(alert, "severity"),
            AlertTexts.text(alert, "value"),
            AlertTexts.text(alert, "began"),
            AlertTexts.text(alert, "fired"),
            AlertTexts.text(alert, "silence"),
            AlertTexts.text(alert, "playbook"));
      }
    }
    cli.print(rows);
    return ExitCode.DONE;
  }
}
