package dev.weir.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description =
        "Send a message to a channel of notification.channels; ends with 3 when it does not"
            + " arrive.")
final class AlertTestCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "CHANNEL", description = "Its name in weir.yaml.")
  private String channel = "";

  AlertTestCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Object> tried =
        ServerCall.of(cli).object("POST", "/v1/alerts/test", Map.of("channel", channel));
    boolean arrived = Boolean.TRUE.equals(tried.get("arrived"));
    cli.print(
        Listing.of("channel", "to", "arrived:boolean", "error")
            .add(
                AlertTexts.text(tried, "channel"),
                AlertTexts.text(tried, "to"),
                arrived,
                AlertTexts.text(tried, "error")));
    return arrived ? ExitCode.DONE : ExitCode.FINDINGS;
  }
}
