package dev.weir.cli;

import dev.weir.api.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "down",
    description = "Stop the server of this home; requests under way are answered first.")
final class DownCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Cli cli;

  DownCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Optional<RunningServer> found = RunningServer.find(cli.home());
    if (found.isEmpty()) {
      cli.progress("No server runs in " + cli.home().folder() + ".");
      return ExitCode.DONE;
    }
    RunningServer server = found.get();
    Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
    process.ifPresent(ProcessHandle::destroy);
    if (!Wait.until(cli.timeout(PATIENCE), () -> !server.isAlive())) {
      throw Unavailable.because(
          CliError.SERVER_DID_NOT_STOP,
          "The server with pid " + server.pid() + " is still answering requests.");
    }
    cli.progress("The server at " + server.address() + " has stopped.");
    return ExitCode.DONE;
  }
}
