package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "history", description = "List what alerts there were, newest first.")
final class AlertHistoryCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--limit", paramLabel = "N", description = "How many (50).")
  private int limit = 50;

  AlertHistoryCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing rows = Listing.of("at", "rule", "database", "subject", "state", "severity", "value");
    Map<String, Object> page =
        ServerCall.of(cli).object("GET", "/v1/alerts/history?limit=" + limit, null);
    for (Map<String, Object> event : ServerCall.members(page.get("items"))) {
      rows.add(
          AlertTexts.text(event, "at"),
          AlertTexts.text(event, "rule"),
          AlertTexts.text(event, "database"),
          AlertTexts.text(event, "subject"),
          AlertTexts.lower(event, "state"),
          AlertTexts.lower(event, "severity"),
          AlertTexts.text(event, "value"));
    }
    cli.print(rows);
    return ExitCode.DONE;
  }
}
