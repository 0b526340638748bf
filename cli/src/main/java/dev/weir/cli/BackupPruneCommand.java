package dev.weir.cli;

import dev.weir.operations.backup.PrunePlan;
import dev.weir.operations.backup.retention.Verdict;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "prune",
    description = "Remove what the rule of retention does not keep; say why each stays or goes.")
final class BackupPruneCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "One database; else all.")
  private @Nullable String database;

  @Option(names = "--from", paramLabel = "NAME", description = "One of the copies, by name.")
  private @Nullable String from;

  @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
  private boolean dryRun;

  BackupPruneCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    String name = database == null ? null : OpenBackups.name(database);
    PrunePlan plan =
        open.backups().planPrune(name, open.home().retention(), open.home().location(from));
    if (dryRun || plan.going().isEmpty() && plan.log().isEmpty()) {
      tell(plan);
      return ExitCode.DONE;
    }
    if (cli.output().forPeople()) {
      tell(plan);
    }
    cli.confirm("Remove " + plan.going().size() + " backups (" + Bytes.text(plan.bytes()) + ")?");
    PrunePlan done =
        open.change(
            "backup prune",
            name == null ? "*" : name,
            job ->
                open.backups()
                    .prune(name, open.home().retention(), open.home().location(from), job));
    if (!cli.output().forPeople()) {
      tell(done);
    }
    cli.progress("Removed " + done.going().size() + " backups.");
    return ExitCode.DONE;
  }

  private void tell(PrunePlan plan) throws IOException {
    Listing rows =
        Listing.of("database", "id", "consistentAt", "storedBytes:integer", "keep:boolean", "why");
    for (Verdict each : plan.verdicts()) {
      rows.add(
          each.backup().database(),
          each.backup().id(),
          each.backup().consistentAt().toString(),
          each.backup().sizes().stored(),
          each.kept(),
          String.join("; ", each.reasons()));
    }
    cli.print(rows);
    if (!plan.log().isEmpty()) {
      cli.progress(plan.log().size() + " files of the archived log go, too.");
    }
    plan.damaged()
        .forEach(each ->
            cli.progress(
                each.database() + " " + each.id() + " is damaged and stays: " + each.reason()));
  }
}
