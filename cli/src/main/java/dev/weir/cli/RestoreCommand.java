package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Patch;
import dev.weir.operations.backup.RestoreOrder;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.operations.backup.Restored;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Restore a backup, with the plan shown first: into its database, another one, or a folder.",
      "Without ID, the newest good one that reaches the point; at a terminal, one of a list."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Cli cli;

  @Parameters(index = "0", arity = "0..1", paramLabel = "DB", description = "Whose backup.")
  private @Nullable String database;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "ID",
      description = "As `weir backup list` tells it, or latest.")
  private @Nullable String id;

  @Mixin private RestorePointOptions point = new RestorePointOptions();

  @Option(
      names = "--into",
      paramLabel = "DB",
      description = "Another database of the catalog, or a URL.")
  private @Nullable String into;

  @Option(
      names = "--into-folder",
      paramLabel = "DIR",
      description = "The data folder of a server that does not run.")
  private @Nullable Path folder;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "A part of it: schema=NAME, table=SCHEMA.TABLE or tenant=COLUMN:VALUE.")
  private @Nullable String scope;

  @Option(names = "--table", paramLabel = "SCHEMA.TABLE", description = "One table of it.")
  private @Nullable String table;

  @Option(names = "--tenant", paramLabel = "COLUMN:VALUE", description = "One tenant's rows of it.")
  private @Nullable String tenant;

  @Option(
      names = "--patch",
      paramLabel = "FILE",
      description = {
        "Change nothing; write the statements that bring a table's or a tenant's rows back",
        "into the living database to a file, to be read and run by a person."
      })
  private @Nullable Path patch;

  @Option(names = "--clean", description = "What is in the target may be replaced.")
  private boolean clean;

  @Option(names = "--no-safety", description = "Take no backup of the target first; no undo then.")
  private boolean noSafety;

  @Option(names = "--option", paramLabel = "NAME=VALUE", description = "An option of the method.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(names = "--jobs", paramLabel = "N", description = "How much is done at once.")
  private @Nullable Integer jobs;

  @Option(names = "--from", paramLabel = "NAME", description = "One of the copies, by name.")
  private @Nullable String from;

  @Option(
      names = "--confirm",
      paramLabel = "NAME",
      description = "The name of the target, which a production database asks for.")
  private @Nullable String confirmation;

  @Option(names = "--dry-run", description = "Show the plan, and change nothing.")
  private boolean dryRun;

  RestoreCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws Exception {
    if (database == null) {
      throw wrong("Name the database whose backup shall be restored.");
    }
    if (into != null && folder != null) {
      throw wrong("Give either --into or --into-folder.");
    }
    OpenBackups.name(database);
    if (into != null && clean && !noSafety) {
      // What is there is backed up first.
      OpenBackups.name(into);
    }
    return OpenBackups.using(cli, patch == null ? this::restore : this::patch).call();
  }

  private int restore(OpenBackups open) throws IOException {
    RestorePlan plan = open.backups().plan(order(open));
    RestorePlanText text = new RestorePlanText(cli);
    if (dryRun || cli.output().forPeople()) {
      text.tell(plan);
    }
    if (dryRun) {
      return plan.obstacles().isEmpty() ? ExitCode.DONE : ExitCode.FINDINGS;
    }
    String typed = plan.obstacles().isEmpty() ? confirmed(plan) : confirmation;
    Restored restored =
        open.change(
            "restore " + plan.backup().id(),
            plan.target(),
            job -> open.backups().restore(plan, typed, job));
    text.tell(restored);
    return ExitCode.DONE;
  }

  private RestoreOrder order(OpenBackups open) throws IOException {
    String name = OpenBackups.name(Objects.requireNonNull(database));
    RestoreOrder order =
        RestoreOrder.of(name, destination(open))
            .point(point.point())
            .scope(scope())
            .jobs(jobs == null ? open.home().jobs() : jobs)
            .replace(clean)
            // Without --clean the target is empty, or the restore is refused.
            .safety(clean && !noSafety)
            .from(open.home().location(from))
            .options(options);
    return order.backup(chosen(open, name));
  }

  private Destination destination(OpenBackups open) {
    if (folder != null) {
      return new Destination.Folder(cli.console().directory().resolve(folder));
    }
    String target = into == null ? Objects.requireNonNull(database) : into;
    return new Destination.Server(open.subject(target));
  }

  private @Nullable Scope scope() {
    if (table != null) {
      return Scopes.table(table);
    }
    if (tenant != null) {
      return Scopes.tenant(tenant);
    }
    return scope == null ? null : Scopes.parse(scope);
  }

  /** The id that was given or chosen; null for the newest that fits. */
  private @Nullable String chosen(OpenBackups open, String name) throws IOException {
    if (id != null) {
      return id.equals("latest") ? null : id;
    }
    return cli.watched() && !point.given() && !dryRun ? choose(open, name) : null;
  }

  private @Nullable String choose(OpenBackups open, String name) throws IOException {
    List<Manifest> all = open.backups().list(name, open.home().location(from)).backups().reversed();
    if (all.size() < 2) {
      return null;
    }
    Listing rows = Listing.of("number:integer", "id", "state of", "method", "scope", "proof");
    for (int i = 0; i < all.size(); i++) {
      Manifest each = all.get(i);
      rows.add(
          i + 1L,
          each.id(),
          each.consistentAt().toString(),
          each.method(),
          Scopes.text(each.scope()),
          BackupRows.proof(each));
    }
    cli.print(rows);
    String typed = cli.ask("Which one? [1]");
    if (typed.isEmpty()) {
      return all.getFirst().id();
    }
    if (!typed.matches("[0-9]{1,6}")
        || Integer.parseInt(typed) - 1 >= all.size()
        || typed.matches("0+")) {
      throw wrong("'" + typed + "' is no number of the list.");
    }
    return all.get(Integer.parseInt(typed) - 1).id();
  }

  /** What the plan asks to be typed; a restore that replaces something asks at least for a yes. */
  private @Nullable String confirmed(RestorePlan plan) {
    if (plan.confirmation().isPresent()) {
      return confirmation != null
          ? confirmation
          : cli.ask(
              "Type the name of the database to overwrite it (" + plan.confirmation().get() + "):");
    }
    if (plan.order().replace()) {
      cli.confirm("Replace what is in " + plan.target() + "?");
    }
    return null;
  }

  private int patch(OpenBackups open) throws IOException {
    Scope part = scope();
    if (part == null) {
      throw wrong("--patch needs --table or --tenant.");
    }
    Path file = cli.console().directory().resolve(Objects.requireNonNull(patch));
    String name = OpenBackups.name(Objects.requireNonNull(database));
    var living = open.subject(into == null ? database : into);
    Patch written =
        open.change(
            "restore patch",
            name,
            job -> open.backups().patch(name, id == null ? "latest" : id, part, living, file, job));
    cli.progress("Read it, then run it: " + written.file());
    cli.print(
        Listing.of("file", "backup", "bytes:integer")
            .add(written.file().toString(), written.backup(), written.bytes()));
    return ExitCode.DONE;
  }

  private static Rejected wrong(String message) {
    return Rejected.because(CoreError.INVALID_OPTION, message);
  }
}
