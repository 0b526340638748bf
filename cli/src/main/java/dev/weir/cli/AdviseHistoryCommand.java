package dev.weir.cli;

import dev.weir.operations.advise.Journal.Entry;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description =
        "List the advice that was applied to a database from this home, or by the servers of its"
            + " store while one runs, and what became of it.")
final class AdviseHistoryCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  AdviseHistoryCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace()) {
      Listing listing =
          Listing.of(
              "when", "id", "state", "rule", "object", "who", "commands:array", "undo:array");
      for (Entry entry : AdviseCommand.advising(cli).history(workspace.database(database))) {
        listing.add(
            entry.when(),
            entry.id(),
            entry.state().name().toLowerCase(Locale.ROOT),
            entry.rule(),
            entry.object(),
            entry.who(),
            entry.commands(),
            entry.undo());
      }
      cli.print(listing);
      return ExitCode.DONE;
    }
  }
}
