package dev.weir.cli;

import dev.weir.operations.backup.repository.Garbage.Collected;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "gc",
    description = "Remove what broken-off work has left and no backup names; spares what may live.")
final class BackupGcCommand implements Callable<Integer> {
  private final Cli cli;

  @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
  private boolean dryRun;

  BackupGcCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    List<Collected> all =
        dryRun
            ? open.run(job -> open.backups().gc(true, job))
            : open.change("backup gc", "*", job -> open.backups().gc(false, job));
    Listing rows = Listing.of("repository", "removed:array", "bytes:integer", "spared:array");
    all.forEach(each -> rows.add(each.repository(), each.removed(), each.bytes(), each.spared()));
    cli.print(rows);
    return ExitCode.DONE;
  }
}
