package dev.weir.cli;

import dev.weir.operations.backup.repository.Manifest;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "release", description = "End the hold of a backup.")
final class BackupReleaseCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose backup.")
  private String database = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "As `weir backup list` tells it, or latest.")
  private String id = "";

  BackupReleaseCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(
            cli,
            open -> {
              String name = open.name(database);
              Manifest changed =
                  open.change(
                      "backup release", name + " " + id, _ -> open.backups().release(name, id));
              cli.print(BackupRows.of(cli.output().forPeople(), List.of(changed)));
              return ExitCode.DONE;
            })
        .call();
  }
}
