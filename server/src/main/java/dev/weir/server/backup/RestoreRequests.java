package dev.weir.server.backup;

import dev.weir.backups.HomeBackups;
import dev.weir.backups.Points;
import dev.weir.backups.Scopes;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.RestoreOrder;
import dev.weir.server.query.Databases;
import dev.weir.spi.backup.Scope;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of calls about restores. */
final class RestoreRequests {
  private RestoreRequests() {}

  /**
   * What shall be restored; the point is one of {@code to}, {@code toPlace}, {@code toTransaction}
   * and {@code toPoint}, or the backup's own state.
   */
  record Restore(
      @Nullable String database,
      @Nullable String backup,
      @Nullable String into,
      @Nullable String folder,
      @Nullable String to,
      @Nullable String toPlace,
      @Nullable String toTransaction,
      @Nullable String toPoint,
      @Nullable Boolean before,
      @Nullable String scope,
      @Nullable Boolean clean,
      @Nullable Boolean safety,
      @Nullable Integer jobs,
      @Nullable String from,
      @Nullable Map<String, String> options,
      @Nullable String confirm) {

    RestoreOrder order(HomeBackups home, Databases databases) {
      String name = BackupRequests.named(database);
      Scope part = scope == null ? null : Scopes.parse(scope);
      Permission.tenantOf(part);
      if (options != null && !options.isEmpty()) {
        Permission.administrator("An option of a method");
      }
      boolean replace = Boolean.TRUE.equals(clean);
      return RestoreOrder.of(
              name, destination(home, databases, into == null ? name : into, into, folder))
          .backup(backup == null || backup.equals("latest") ? null : backup)
          .point(Points.of(to, toPlace, toTransaction, toPoint, Boolean.TRUE.equals(before)))
          .scope(part)
          .jobs(jobs == null ? home.jobs() : jobs)
          .replace(replace)
          // What may not be replaced is empty, or the restore is refused.
          .safety(replace && !Boolean.FALSE.equals(safety))
          .from(home.location(from))
          .options(options == null ? Map.of() : options);
    }
  }

  /** What a restore has overwritten, to be brought back. */
  record Undo(
      @Nullable String into,
      @Nullable String folder,
      @Nullable String restore,
      @Nullable String confirm) {
    Destination destination(HomeBackups home, Databases databases) {
      Permission.everyTenant();
      String target = into == null && folder == null ? BackupRequests.named(null) : into;
      return RestoreRequests.destination(
          home, databases, target == null ? "" : target, into, folder);
    }
  }

  /** The rows of a table or a tenant, as statements for a living database. */
  record Patch(
      @Nullable String database,
      @Nullable String backup,
      @Nullable String into,
      @Nullable String scope) {
    Scope part() {
      if (scope == null) {
        throw BackupRequests.wrong(
            "A patch needs a scope: table=SCHEMA.TABLE or tenant=COLUMN:VALUE.");
      }
      return Scopes.parse(scope);
    }
  }

  private static Destination destination(
      HomeBackups home,
      Databases databases,
      String target,
      @Nullable String into,
      @Nullable String folder) {
    if (folder == null) {
      return new Destination.Server(home.subject(databases.named(target)));
    }
    if (into != null) {
      throw BackupRequests.wrong("Give either into or folder.");
    }
    Permission.administrator("A restore into a folder of the server's machine");
    Path path = Path.of(folder);
    if (!path.isAbsolute()) {
      throw BackupRequests.wrong("The folder must be named from the root; it is " + folder + ".");
    }
    return new Destination.Folder(path);
  }
}
