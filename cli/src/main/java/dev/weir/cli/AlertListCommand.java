package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "List what is pending or fires; ends with 3 when something fires.")
final class AlertListCommand implements Callable<Integer> {
  private final Cli cli;

  AlertListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing rows =
        Listing.of(
            "rule", "database", "subject", "state", "severity", "value", "since", "silenced");
    boolean fires = false;
    for (Map<String, Object> alert : ServerCall.of(cli).list("/v1/alerts")) {
      fires |= "FIRING".equals(alert.get("state"));
      rows.add(
          AlertTexts.text(alert, "rule"),
          AlertTexts.text(alert, "database"),
          AlertTexts.text(alert, "subject"),
          AlertTexts.lower(alert, "state"),
          AlertTexts.lower(alert, "severity"),
          AlertTexts.text(alert, "value"),
          AlertTexts.text(alert, "began"),
          alert.get("silence") == null ? "" : "yes");
    }
    cli.print(rows);
    return fires ? ExitCode.FINDINGS : ExitCode.DONE;
  }
}
