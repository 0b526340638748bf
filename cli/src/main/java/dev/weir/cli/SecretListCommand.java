package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the sealed secrets by name, never their values.")
final class SecretListCommand implements Callable<Integer> {
  private final Cli cli;

  SecretListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing = Listing.of("name", "reference", "created", "changed");
    cli.workspace()
        .sealed()
        .list()
        .forEach(entry ->
            listing.add(
                entry.name(),
                "sealed://" + entry.name(),
                entry.created().toString(),
                entry.changed().toString()));
    cli.print(listing);
    return ExitCode.DONE;
  }
}
