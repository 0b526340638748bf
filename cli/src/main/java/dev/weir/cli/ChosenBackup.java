package dev.weir.cli;

import dev.weir.operations.backup.Backups;
import dev.weir.operations.backup.repository.Manifest;
import java.util.List;
import picocli.CommandLine.Parameters;

/** One backup, by its database and its id, and a change of what is said of it. */
final class ChosenBackup {
  @Parameters(index = "0", paramLabel = "DB", description = "Whose backup.")
  private String database = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "As `weir backup list` tells it, or latest.")
  private String id = "";

  /** What is done with it. */
  interface Change {
    Manifest of(Backups backups, String database, String id);
  }

  /** Changes it, told in the audit as {@code what}, and shows it. */
  int change(Cli cli, String what, Change change) throws Exception {
    return OpenBackups.using(
            cli,
            open -> {
              String name = OpenBackups.name(database);
              Manifest changed =
                  open.change(what, name + " " + id, _ -> change.of(open.backups(), name, id));
              cli.print(BackupRows.of(cli.output().forPeople(), List.of(changed)));
              return ExitCode.DONE;
            })
        .call();
  }
}
