package dev.weir.cli;

import dev.weir.operations.backup.repository.RestoreRecord;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the restores that were made, and what can be undone.")
final class RestoreListCommand implements Callable<Integer> {
  private final Cli cli;

  RestoreListCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(
            cli,
            open -> {
              Listing rows = rows();
              open.backups().restores().forEach(each -> rows.add(row(each)));
              cli.print(rows);
              return ExitCode.DONE;
            })
        .call();
  }

  static Listing rows() {
    return Listing.of(
        "restore", "database", "backup", "into", "state", "started", "safety", "failure");
  }

  static @Nullable Object[] row(RestoreRecord record) {
    String folder = record.folder();
    String safety = record.safety();
    return new @Nullable Object[] {
      record.id(),
      record.database(),
      record.backup(),
      folder == null ? record.target() : folder,
      record.state().name().toLowerCase(Locale.ROOT),
      record.started().toString(),
      safety == null ? record.aside() : safety,
      record.failure()
    };
  }
}
