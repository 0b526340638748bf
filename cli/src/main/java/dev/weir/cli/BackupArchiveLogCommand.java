package dev.weir.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "archive-log",
    description = {
      "Keep a file of a database's log, durable when it ends with 0. For PostgreSQL's",
      "archive_command: weir backup archive-log DB %%p %%f"
    })
final class BackupArchiveLogCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose log.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Parameters(index = "2", paramLabel = "NAME", description = "The engine's name of it.")
  private String name = "";

  BackupArchiveLogCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Path place = cli.console().directory().resolve(file).toAbsolutePath();
    return OpenBackups.using(
            cli,
            open -> {
              open.backups().archive(open.name(database), name, place);
              return ExitCode.DONE;
            })
        .call();
  }
}
