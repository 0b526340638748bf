package dev.weir.cli;

import dev.weir.backups.HomeBackups;
import dev.weir.operations.backup.stream.BackupKeys;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the ids of the keys that are sealed in the home.")
final class BackupKeyListCommand implements Callable<Integer> {
  private final Cli cli;

  BackupKeyListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    BackupKeys keys = HomeBackups.keysOf(cli.home(), cli.console().variables());
    Listing rows = Listing.of("key", "current:boolean");
    for (String id : keys.ids()) {
      rows.add(id, keys.current().filter(id::equals).isPresent());
    }
    cli.print(rows);
    return ExitCode.DONE;
  }
}
