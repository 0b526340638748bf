package dev.weir.cli;

import dev.weir.operations.backup.Copied;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "copy",
    description = "Copy to each further repository what it lacks. Ends with 5 when one failed.")
final class BackupCopyCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all.")
  private @Nullable String database;

  BackupCopyCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    String name = database == null ? null : OpenBackups.name(database);
    List<Copied> all =
        open.change(
            "backup copy", name == null ? "*" : name, job -> open.backups().copy(name, job));
    Listing rows = Listing.of("repository", "copied:array", "bytes:integer", "failures:array");
    all.forEach(each -> rows.add(each.to(), each.backups(), each.bytes(), each.failures()));
    cli.print(rows);
    if (all.isEmpty()) {
      cli.progress("There is no further repository; name one in backup.copies.");
    }
    return all.stream().allMatch(each -> each.failures().isEmpty())
        ? ExitCode.DONE
        : ExitCode.PARTLY;
  }
}
