package dev.weir.cli;

import dev.weir.api.Secret;
import dev.weir.backups.HomeBackups;
import dev.weir.operations.backup.stream.BackupKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Seal keys that were exported elsewhere, beside those that are here.")
final class BackupKeyImportCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "As `weir backup key export` wrote it.")
  private Path file = Path.of("");

  BackupKeyImportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws IOException {
    Path place = cli.console().directory().resolve(file).toAbsolutePath();
    Secret exported = Secret.of(Files.readString(place));
    BackupKeys keys =
        new ChangeAudit(cli)
            .of(
                "backup key import",
                place.toString(),
                () -> HomeBackups.importKeys(cli.home(), cli.console().variables(), exported));
    cli.progress("There are " + keys.ids().size() + " keys now.");
    return ExitCode.DONE;
  }
}
