package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.Copied;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.Created;
import dev.weir.operations.backup.PrunePlan;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    description = {
      "Take a backup of a database and copy it to the further repositories.",
      "Ends with 5 when a copy failed; `weir backup copy` catches up."
    })
final class BackupCreateCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(arity = "0..1", paramLabel = "DB", description = "A name from the catalog.")
  private @Nullable String database;

  @Option(
      names = "--self",
      description = {
        "Weir itself instead: the configuration, the sealed secrets and the embedded store",
        "of this home's server, which must run. Kept as weir-home."
      })
  private boolean self;

  @Option(names = "--method", paramLabel = "NAME", description = "How, such as pg_dump.")
  private @Nullable String method;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "database, cluster, schema=NAME, table=SCHEMA.TABLE or tenant=COLUMN:VALUE.")
  private String scope = "database";

  @Option(names = "--level", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}.")
  private Level level = Level.FULL;

  @Option(names = "--label", paramLabel = "NAME=VALUE", description = "Kept with the backup.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--option", paramLabel = "NAME=VALUE", description = "An option of the method.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(names = "--jobs", paramLabel = "N", description = "How much is done at once.")
  private @Nullable Integer jobs;

  @Option(
      names = "--throttle",
      paramLabel = "RATE",
      converter = RateConverter.class,
      description = "How much is stored a second at most, such as 20MB.")
  private @Nullable Long throttle;

  @Option(names = "--no-tally", description = "Do not count and hash tables for later proofs.")
  private boolean noTally;

  @Option(
      names = "--prune",
      description = "Then remove what the rule of retention does not keep of this database.")
  private boolean prune;

  @Option(names = "--dry-run", description = "Say what would be done and what is missing.")
  private boolean dryRun;

  BackupCreateCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (database != null) {
      OpenBackups.name(database);
    }
    return OpenBackups.using(cli, this::with).call();
  }

  private int with(OpenBackups open) throws IOException {
    Subject subject = subject(open);
    CreateOrder order = order(open);
    if (dryRun) {
      return new BackupRequirements(cli).tell(open.home().check(subject, order));
    }
    Created created =
        open.change(
            "backup create", subject.name(), job -> open.backups().create(subject, order, job));
    tell(created);
    if (prune) {
      PrunePlan done =
          open.change(
              "backup prune",
              subject.name(),
              job -> open.backups().prune(subject.name(), open.home().retention(), null, job));
      cli.progress("Removed " + done.going().size() + " backups.");
    }
    return created.incomplete() ? ExitCode.PARTLY : ExitCode.DONE;
  }

  private Subject subject(OpenBackups open) {
    if (self == (database != null)) {
      throw Rejected.because(CoreError.INVALID_OPTION, "Name either a database or --self.");
    }
    return database == null ? open.self() : open.subject(database);
  }

  private CreateOrder order(OpenBackups open) {
    CreateOrder.Builder order =
        open.home()
            .order()
            .method(method)
            .scope(self ? new Scope.Cluster() : Scopes.parse(scope))
            .level(level)
            .tally(!noTally)
            .options(options);
    labels.forEach(order::label);
    if (jobs != null) {
      order.jobs(jobs);
    }
    if (throttle != null) {
      order.bytesPerSecond(throttle);
    }
    return order.build();
  }

  private void tell(Created created) throws IOException {
    for (Requirement warning : created.warnings()) {
      cli.progress(warning.name() + ": " + (warning.finding() + " " + warning.mend()).strip());
    }
    Manifest backup = created.backup();
    for (Copied copy : created.copies()) {
      copy.failures().forEach(why -> cli.progress("Copy to " + copy.to() + ": " + why));
    }
    cli.print(BackupRows.of(cli.output().forPeople(), List.of(backup)));
  }
}
