package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.runtime.postgresql.PostgresVersion;
import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a dump back into a running server. A whole database that shall replace another is restored
 * beside it first and takes its name at the end, so that a restore that fails has changed nothing.
 */
final class LogicalRestore implements AutoCloseable {
  private final BackupContent content;
  private final RestoreRequest request;
  private final BackupSource target;
  private final Work work;
  private final Login login;
  private final Psql psql;

  LogicalRestore(BackupContent content, RestoreRequest request, BackupSource target, Work work)
      throws IOException {
    this.content = content;
    this.request = request;
    this.target = target;
    this.work = work;
    this.login = Login.of(target);
    this.psql = new Psql(login, target.options());
  }

  /** What it would meet. */
  List<Requirement> look() throws IOException {
    List<Requirement> found = new ArrayList<>();
    Requirement client = Tools.of(0, target.options()).requirement("psql");
    found.add(client);
    if (client.state() == Requirement.State.MISSING) {
      return found;
    }
    PostgresVersion server = server();
    PostgresVersion origin = PostgresVersion.parse(content.serverVersion());
    found.add(tools().requirement("pg_restore"));
    found.add(
        server.major() < origin.major()
            ? Requirement.warning(
                "version",
                "The target is PostgreSQL "
                    + server
                    + " and older than the backup's "
                    + origin
                    + ".",
                "Restore into PostgreSQL " + origin.major() + " or newer if it fails.")
            : Requirement.ok("version", "The target is PostgreSQL " + server + "."));
    for (String database : places().values()) {
      found.add(empty(database));
    }
    if (!(request.scope() instanceof Scope.Cluster)) {
      found.add(roles());
    }
    return found;
  }

  private Requirement empty(String database) throws IOException {
    String lies = Occupied.by(psql, database, request.scope());
    if (lies.isEmpty()) {
      return Requirement.ok("target", "Nothing lies in the way in " + database + ".");
    }
    return request.clean()
        ? Requirement.warning("target", lies, "It will be replaced.")
        : Requirement.missing(
            "target",
            lies,
            "Name an empty target (into), or allow what is there to be replaced (clean).");
  }

  private Requirement roles() throws IOException {
    List<String> missing = missingRoles();
    if (missing.isEmpty() || ignoringOwners() || scratch()) {
      return Requirement.ok("roles", "Every role that is needed is there.");
    }
    return Requirement.missing(
        "roles",
        "The target has no roles " + String.join(", ", missing) + ".",
        "Create them, or give the option owners=ignore.");
  }

  void run() throws Exception {
    for (Requirement found : look()) {
      if (found.state() == Requirement.State.MISSING) {
        throw refusal(found);
      }
    }
    globals();
    for (Map.Entry<String, String> place : places().entrySet()) {
      work.check();
      database(place.getKey(), place.getValue());
    }
  }

  private static RuntimeException refusal(Requirement missing) {
    String message = missing.finding() + " " + missing.mend();
    return switch (missing.name()) {
      case "target" -> Rejected.because(PostgresBackupError.NOT_EMPTY, message);
      case "roles" -> Rejected.because(PostgresBackupError.ROLES, message);
      default -> Failed.because(PostgresBackupError.TOOL, message);
    };
  }

  /** Folders of the backup, each with the database that it goes to. */
  private Map<String, String> places() throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    if (!content.files().contains(Dump.FOLDER + "names.txt")) {
      places.put("", login.database());
      return places;
    }
    for (String line : Contents.text(content, Dump.FOLDER + "names.txt").lines().toList()) {
      String[] parts = line.split("\t", 2);
      places.put(parts[0], parts[1]);
    }
    if (!(request.scope() instanceof Scope.Cluster)) {
      String wanted = request.options().getOrDefault("from-database", login.database());
      places.values().removeIf(name -> !name.equals(wanted));
      if (places.isEmpty()) {
        throw Rejected.because(
            PostgresBackupError.UNKNOWN_SCOPE,
            "The backup has no database " + wanted + "; name one with the option from-database.");
      }
      places.replaceAll((folder, name) -> login.database());
    }
    return places;
  }

  private void globals() throws IOException {
    if (request.scope() instanceof Scope.Cluster) {
      work.step("Restoring roles and tablespaces");
      Globals globals = Globals.of(Contents.text(content, Dump.GLOBALS));
      psql.run(psql.anyDatabase(), globals.missing(psql).toArray(String[]::new));
    } else if (scratch() && !ignoringOwners()) {
      List<String> create =
          missingRoles().stream().map(role -> "CREATE ROLE " + Sql.name(role)).toList();
      psql.run(psql.anyDatabase(), create.toArray(String[]::new));
    }
  }

  private List<String> missingRoles() throws IOException {
    if (!content.files().contains(Dump.GLOBALS)) {
      return List.of();
    }
    Globals globals = Globals.of(Contents.text(content, Dump.GLOBALS));
    List<String> missing = globals.missingRoles(psql);
    if (missing.isEmpty()) {
      return missing;
    }
    StringBuilder scripts = new StringBuilder();
    for (String folder : places().keySet()) {
      for (String file : List.of(DumpPieces.PRE, DumpPieces.POST)) {
        scripts.append(sections(folder).script(file, List.of()));
      }
    }
    return missing.stream().filter(role -> Globals.named(role, scripts.toString())).toList();
  }

  private void database(String folder, String database) throws Exception {
    boolean whole =
        request.scope() instanceof Scope.Whole
            || request.scope() instanceof Scope.Cluster
            || request.scope() instanceof Scope.OneTenant;
    DatabaseShape shape = DatabaseShape.parse(Contents.text(content, folder + "database.txt"));
    boolean there = psql.exists(database);
    if (!there && request.scope() instanceof Scope.Cluster) {
      work.step("Restoring " + database);
      sections(folder).restoreWhole(database, psql.anyDatabase());
      psql.run(database, "ANALYZE");
      return;
    }
    if (!there) {
      psql.run(psql.anyDatabase(), shape.create(database));
    }
    boolean occupied = there && !Occupied.by(psql, database, request.scope()).isEmpty();
    if (occupied && whole) {
      new Replacement(psql, database, shape)
          .with(beside -> {
            fill(folder, beside);
            psql.run(beside, properties(folder, beside));
          });
    } else {
      if (occupied) {
        psql.run(database, Occupied.removal(request.scope()));
      }
      fill(folder, database);
    }
  }

  private String[] properties(String folder, String database) throws IOException {
    return ignoringOwners()
        ? new String[0]
        : sections(folder).properties(database).toArray(String[]::new);
  }

  private void fill(String folder, String database) throws Exception {
    work.step("Restoring " + database);
    DumpSections sections = sections(folder);
    psql.leave();
    sections.restore(database, request.scope());
    if (!scratch()) {
      // Without statistics the first queries would be planned blindly.
      psql.run(database, "ANALYZE");
    }
  }

  private DumpSections sections(String folder) throws IOException {
    Command restore =
        login.connect(tools().command("pg_restore")).with("--no-password", "--exit-on-error");
    if (ignoringOwners()) {
      restore = restore.with("--no-owner", "--no-acl");
    }
    if (!Globals.sameTablespaces(psql, content)) {
      restore = restore.with("--no-tablespaces");
    }
    return new DumpSections(content, folder, restore, psql, request.jobs(), target.work(), work);
  }

  private boolean ignoringOwners() {
    return "ignore".equals(request.options().get("owners"));
  }

  private boolean scratch() {
    return "true".equals(target.definition().tags().get(ScratchServer.TAG));
  }

  private PostgresVersion server() throws IOException {
    return PostgresVersion.parse(
        psql.value(psql.anyDatabase(), "select current_setting('server_version')"));
  }

  private Tools tools() throws IOException {
    int origin = PostgresVersion.parse(content.serverVersion()).major();
    return Tools.of(Math.max(origin, server().major()), target.options());
  }

  @Override
  public void close() {
    psql.close();
  }
}
