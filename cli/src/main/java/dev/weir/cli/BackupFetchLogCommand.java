package dev.weir.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "fetch-log",
    description = {
      "Fetch a file of a database's archived log; ends with 1 when there is none.",
      "For PostgreSQL's restore_command: weir backup fetch-log DB %%f %%p"
    })
final class BackupFetchLogCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose log.")
  private String database = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The engine's name of it.")
  private String name = "";

  @Parameters(index = "2", paramLabel = "FILE", description = "Whereto; replaced when it is there.")
  private Path file = Path.of("");

  BackupFetchLogCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    Path place = cli.console().directory().resolve(file).toAbsolutePath();
    return OpenBackups.using(
            cli,
            open -> {
              boolean found = open.backups().fetchLog(OpenBackups.name(database), name, place);
              return found ? ExitCode.DONE : ExitCode.FAILED;
            })
        .call();
  }
}
