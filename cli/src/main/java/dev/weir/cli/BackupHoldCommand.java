package dev.weir.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "hold",
    description = "Keep a backup whatever the rule of retention says, until it is released.")
final class BackupHoldCommand implements Callable<Integer> {
  private final Cli cli;

  @Mixin private ChosenBackup backup = new ChosenBackup();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  private String reason = "";

  @Option(names = "--for", paramLabel = "TIME", description = "Ends by itself, such as after 365d.")
  private @Nullable Duration time;

  BackupHoldCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return backup.change(
        cli,
        "backup hold",
        (backups, database, id) -> {
          Instant until = time == null ? null : Instant.now().plus(time);
          String by = cli.caller().principal().name();
          return backups.hold(database, id, reason, by, until);
        });
  }
}
