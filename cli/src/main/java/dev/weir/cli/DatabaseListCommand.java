package dev.weir.cli;

import dev.weir.api.Definition;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the databases of the catalog.")
final class DatabaseListCommand implements Callable<Integer> {
  private final Cli cli;

  DatabaseListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Listing listing =
        Listing.of(
            "name",
            "type",
            "environment",
            "host",
            "port:integer",
            "database",
            "user",
            "readOnly:boolean",
            "source");
    Map<String, Workspace.Entry> entries = cli.workspace().entries();
    entries.forEach((name, entry) -> {
      Definition definition = entry.definition();
      listing.add(
          name,
          definition.type(),
          definition.environment().name().toLowerCase(Locale.ROOT),
          definition.host(),
          definition.port() == 0 ? null : (long) definition.port(),
          definition.database(),
          definition.user(),
          definition.readOnly(),
          entry.source());
    });
    cli.print(listing);
    if (entries.isEmpty() && cli.output().forPeople()) {
      cli.progress(
          "The catalog is empty. Add a database with `weir database add NAME URL`, or start the"
              + " server with its demo: `weir up`.");
    }
    return ExitCode.DONE;
  }
}
