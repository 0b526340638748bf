package dev.weir.cli;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "unsilence", description = "End a silence now.")
final class AlertUnsilenceCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "ID", description = "As `weir alert silences` tells it.")
  private UUID id = new UUID(0, 0);

  AlertUnsilenceCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    ServerCall.of(cli).object("DELETE", "/v1/alerts/silences/" + id, null);
    return ExitCode.DONE;
  }
}
