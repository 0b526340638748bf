package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "silences",
    description = "List the silences that have not ended: who, why, until when.")
final class AlertSilencesCommand implements Callable<Integer> {
  private final Cli cli;

  AlertSilencesCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    cli.print(AlertTexts.silences(ServerCall.of(cli).list("/v1/alerts/silences")));
    return ExitCode.DONE;
  }
}
