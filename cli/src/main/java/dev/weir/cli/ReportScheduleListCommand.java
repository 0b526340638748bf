package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    description = "List which reports the server sends, when each is due, and how it went last.")
final class ReportScheduleListCommand implements Callable<Integer> {
  private final Cli cli;

  ReportScheduleListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing rows = Listing.of("name", "definition", "zone", "next", "last", "state", "message");
    for (Map<String, Object> each : ServerCall.of(cli).list("/v1/reports/schedules")) {
      rows.add(
          AlertTexts.text(each, "name"),
          AlertTexts.text(each, "definition"),
          AlertTexts.text(each, "zone"),
          AlertTexts.text(each, "next"),
          AlertTexts.text(each, "lastStarted"),
          AlertTexts.lower(each, "lastState"),
          AlertTexts.text(each, "lastMessage"));
    }
    cli.print(rows);
    return ExitCode.DONE;
  }
}
