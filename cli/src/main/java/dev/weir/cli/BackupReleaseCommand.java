package dev.weir.cli;

import dev.weir.operations.backup.Backups;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "release", description = "End the hold of a backup.")
final class BackupReleaseCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private ChosenBackup backup = new ChosenBackup();

  BackupReleaseCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return backup.change(cli, "backup release", Backups::release);
  }
}
