package dev.weir.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Tell whether the server of this home runs; ends with 3 when it does not.")
final class StatusCommand implements Callable<Integer> {
  private final Cli cli;

  StatusCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing = Listing.of("status", "address", "pid:integer", "version", "started", "home");
    Optional<RunningServer> found = RunningServer.find(cli.home());
    String home = cli.home().folder().toString();
    if (found.isEmpty()) {
      cli.print(listing.add("stopped", null, null, null, null, home));
      return ExitCode.FINDINGS;
    }
    RunningServer server = found.get();
    boolean ready = server.isReady();
    cli.print(
        listing.add(
            ready ? "ready" : "not ready",
            server.address().toString(),
            server.pid(),
            server.version(),
            server.started(),
            home));
    if (ready && cli.output().forPeople()) {
      cli.progress("What is worth doing about the demo database: weir advise demo");
    }
    return ready ? ExitCode.DONE : ExitCode.FINDINGS;
  }
}
