package dev.weir.cli;

import dev.weir.backups.HomeBackups;
import dev.weir.operations.backup.stream.BackupKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "rotate",
    description = "Make a new key for backups from now on; the others go on reading.")
final class BackupKeyRotateCommand implements Callable<Integer> {
  private final Cli cli;

  BackupKeyRotateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    BackupKeys keys =
        new ChangeAudit(cli)
            .of(
                "backup key rotate",
                "*",
                () -> HomeBackups.rotateKeys(cli.home(), cli.console().variables()));
    cli.progress(
        "New backups take the key "
            + keys.current().orElseThrow()
            + "; export the keys again and keep them where the backups are not.");
    return ExitCode.DONE;
  }
}
