package dev.weir.cli;

import dev.weir.operations.backup.repository.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "hold",
    description = "Keep a backup whatever the rule of retention says, until it is released.")
final class BackupHoldCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", paramLabel = "DB", description = "Whose backup.")
  private String database = "";

  @Parameters(
      index = "1",
      paramLabel = "ID",
      description = "As `weir backup list` tells it, or latest.")
  private String id = "";

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(names = "--for", paramLabel = "TIME", description = "Ends by itself, such as after 365d.")
  private @Nullable Duration time;

  BackupHoldCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(
            cli,
            open -> {
              String name = open.name(database);
              Manifest changed =
                  open.change(
                      "backup hold",
                      name + " " + id,
                      _ -> {
                        Instant until = time == null ? null : Instant.now().plus(time);
                        String by = cli.caller().principal().name();
                        return open.backups().hold(name, id, reason, by, until);
                      });
              cli.print(BackupRows.of(cli.output().forPeople(), List.of(changed)));
              return ExitCode.DONE;
            })
        .call();
  }
}
