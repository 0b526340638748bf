package dev.weir.cli;

import dev.weir.api.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "undo", description = "Bring back what was before an advice was applied.")
final class AdviseUndoCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "A name from the catalog, or a URL.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "ID", description = "As weir advise history DB tells it.")
  private String id = "";

  @Option(names = "--dry-run", description = "Only tell the commands.")
  private boolean dryRun;

  AdviseUndoCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    try (Workspace workspace = cli.workspace()) {
      Database asked = workspace.database(database);
      AdviseApplyCommand.print(
          cli,
          new ChangeAudit(cli)
              .of(
                  dryRun ? "advise undo --dry-run" : "advise undo",
                  asked.name() + " " + id,
                  () -> AdviseCommand.advising(cli).undo(asked, id, dryRun, cli::progress)));
      return ExitCode.DONE;
    }
  }
}
