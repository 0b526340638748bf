package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Environment;
import dev.weir.api.Rejected;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Restored;
import dev.weir.operations.backup.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "undo",
    description = "Bring back what a restore has overwritten, also when it broke off.")
final class RestoreUndoCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "The database restored into.")
  private @Nullable String database;

  @Option(names = "--into-folder", paramLabel = "DIR", description = "The folder restored into.")
  private @Nullable Path folder;

  @Option(names = "--restore", paramLabel = "ID", description = "Which one; else the last.")
  private @Nullable String restore;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The name of a production target.")
  private @Nullable String confirmation;

  RestoreUndoCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if ((database == null) == (folder == null)) {
      throw Rejected.because(
          CoreError.INVALID_OPTION, "Name either the database or --into-folder of the restore.");
    }
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    Destination destination = destination(open);
    String typed = confirmed(destination);
    Restored undone =
        open.change(
            "restore undo",
            database == null ? String.valueOf(folder) : database,
            job -> open.backups().undo(restore, destination, typed, job));
    new RestorePlanText(cli).tell(undone);
    return ExitCode.DONE;
  }

  private Destination destination(OpenBackups open) {
    return folder != null
        ? new Destination.Folder(cli.console().directory().resolve(folder))
        : new Destination.Server(open.subject(OpenBackups.name(String.valueOf(database))));
  }

  private @Nullable String confirmed(Destination destination) {
    if (destination instanceof Destination.Server(Subject subject)
        && subject.definition().environment() == Environment.PRODUCTION) {
      return confirmation != null
          ? confirmation
          : cli.ask("Type the name of the database to overwrite it (" + subject.name() + "):");
    }
    cli.confirm("Replace what is there by what was there before the restore?");
    return null;
  }
}
