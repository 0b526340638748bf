package dev.weir.cli;

import dev.weir.operations.backup.Standing;
import dev.weir.operations.backup.repository.Manifest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "status",
    description = {
      "Say how databases stand: last good and last proven backup, what a disaster now would lose,",
      "how long restores took, and which targets are missed. Ends with 3 when one is."
    })
final class BackupStatusCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(
      arity = "0..*",
      paramLabel = "DB",
      description = "Some databases; else all that have backups.")
  private List<String> databases = new ArrayList<>();

  BackupStatusCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    Stream<String> names =
        databases.isEmpty()
            ? open.backups().list(null).backups().stream().map(Manifest::database).distinct()
            : databases.stream().map(OpenBackups::name);
    List<Standing> all =
        names.map(name -> open.backups().standing(name, open.home().objectives())).toList();
    Listing rows =
        Listing.of(
            "database",
            "lastGood",
            "lastProven",
            "lossNow",
            "worstLoss",
            "downtime",
            "misses:array");
    for (Standing each : all) {
      rows.add(
          each.database(),
          each.lastGood().map(good -> good.consistentAt().toString()).orElse(null),
          each.lastProven().map(good -> good.consistentAt().toString()).orElse(null),
          text(each.lossNow()),
          text(each.worstLoss()),
          text(each.downtime()),
          each.misses());
    }
    cli.print(rows);
    return all.stream().allMatch(each -> each.misses().isEmpty())
        ? ExitCode.DONE
        : ExitCode.FINDINGS;
  }

  private static @org.jspecify.annotations.Nullable String text(Optional<Duration> time) {
    return time.map(Duration::toString).orElse(null);
  }
}
