package dev.weir.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Have the server make and send the reports of a schedule now.",
      "Ends with 3 when one could not be made."
    })
final class ReportScheduleRunCommand implements Callable<Integer> {
  private static final Duration TICK = Duration.ofMillis(300);

  private final Cli cli;

  @Parameters(index = "0", paramLabel = "NAME", description = "Its name in report.schedules.")
  private String name = "";

  ReportScheduleRunCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    ServerCall server = ServerCall.of(cli);
    String path = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    Map<String, Object> run =
        server.object("POST", "/v1/reports/schedules/" + path + "/run", Map.of());
    while ("RUNNING".equals(run.get("state"))) {
      if (cli.interruptedWithin(TICK)) {
        return ExitCode.INTERRUPTED;
      }
      run = server.object("GET", "/v1/operations/" + AlertTexts.text(run, "id"), null);
    }
    cli.print(
        Listing.of("name", "state", "message")
            .add(name, AlertTexts.lower(run, "state"), AlertTexts.text(run, "message")));
    return "SUCCEEDED".equals(run.get("state")) ? ExitCode.DONE : ExitCode.FINDINGS;
  }
}
