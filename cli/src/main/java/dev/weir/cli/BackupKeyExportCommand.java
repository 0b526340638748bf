package dev.weir.cli;

import dev.weir.Home;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.backups.HomeBackups;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = {
      "Write all keys to a file that only its owner can read.",
      "Without them no encrypted backup can be read: keep them where the backups are not."
    })
final class BackupKeyExportCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(paramLabel = "FILE", description = "Must not exist yet.")
  private Path file = Path.of("");

  BackupKeyExportCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() {
    Path place = cli.console().directory().resolve(file).toAbsolutePath();
    if (Files.exists(place)) {
      throw Rejected.because(CoreError.INVALID_OPTION, "The file " + place + " exists already.");
    }
    new ChangeAudit(cli).of("backup key export", place.toString(), () -> write(place));
    cli.progress("Written to " + place + ".");
    return ExitCode.DONE;
  }

  private void write(Path place) {
    Secret keys = HomeBackups.keysOf(cli.home(), cli.console().variables()).export();
    Home.write(place, keys.reveal());
    keys.wipe();
  }
}
