package dev.weir.cli;

import dev.weir.operations.backup.repository.Listing.Damaged;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    description = "List the backups of a database, or of all. Ends with 3 when one is damaged.")
final class BackupListCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all.")
  private @Nullable String database;

  @Option(names = "--from", paramLabel = "NAME", description = "One of the copies, by name.")
  private @Nullable String from;

  BackupListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    var listing =
        open.backups()
            .list(database == null ? null : OpenBackups.name(database), open.home().location(from));
    cli.print(BackupRows.of(cli.output().forPeople(), listing.backups()));
    for (Damaged each : listing.damaged()) {
      cli.console()
          .err()
          .println(
              each.database() + " " + each.id() + ": " + each.reason() + " [" + each.code() + "]");
    }
    return listing.damaged().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
  }
}
