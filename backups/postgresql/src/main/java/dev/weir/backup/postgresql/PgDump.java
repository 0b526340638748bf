package dev.weir.backup.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Logical backups by pg_dump: the custom format without compression, divided among several programs
 * on one snapshot, restored by pg_restore. Counts and hashes are taken in the same snapshot.
 */
public final class PgDump implements BackupMethod {
  @Override
  public String name() {
    return "pg_dump";
  }

  @Override
  public String summary() {
    return "Logical backups by pg_dump, consistent in one snapshot";
  }

  @Override
  public Set<String> types() {
    return PostgresTypes.ALL;
  }

  @Override
  public Traits traits() {
    return new Traits(EnumSet.allOf(Scope.Kind.class), Set.of(Level.FULL), false, false);
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    ServerFacts facts = ServerFacts.of(source.database());
    Tools tools = Tools.of(facts.version().major(), source.options());
    List<Requirement> found = new ArrayList<>();
    found.add(Requirement.ok("server", "The server is PostgreSQL " + facts.words() + "."));
    found.add(tools.requirement("pg_dump"));
    found.add(tools.requirement("pg_dumpall"));
    found.add(Tools.of(0, source.options()).requirement("psql"));
    found.add(passwords(facts));
    return found;
  }

  private static Requirement passwords(ServerFacts facts) {
    return facts.passwords()
        ? Requirement.ok("roles", "Roles are kept with their hashed passwords.")
        : Requirement.warning(
            "roles",
            "The user " + facts.user() + " may not read passwords, so roles are kept without.",
            "Take the backup as a superuser if the passwords shall be kept.");
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (request.level() != Level.FULL) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "pg_dump takes full backups only; pg_basebackup and pgbackrest can build on earlier"
              + " ones.");
    }
    String what = "The backup of " + source.definition().describe();
    return Trouble.told(what, work, () -> new Dump(source, request, sink, work).take());
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    return Trouble.told(
        "The look at the target",
        Unwatched.WORK,
        () -> {
          try (LogicalRestore restore =
              new LogicalRestore(chain.last(), request, living(request), Unwatched.WORK)) {
            return restore.look();
          }
        });
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    BackupSource target = living(request);
    if (!(request.point() instanceof RestorePoint.OfBackup)
        && !(request.point() instanceof RestorePoint.Latest)) {
      throw Rejected.because(
          PostgresBackupError.POINT,
          "A dump restores its own moment only; other points need a physical backup with WAL.");
    }
    Trouble.told(
        "The restore into " + target.definition().describe(),
        work,
        () -> {
          try (LogicalRestore restore = new LogicalRestore(chain.last(), request, target, work)) {
            restore.run();
          }
          return true;
        });
  }

  private static BackupSource living(RestoreRequest request) {
    return switch (request.target()) {
      case RestoreTarget.Living(BackupSource source) -> source;
      case RestoreTarget.Folder(Path folder) ->
          throw Rejected.because(
              CoreError.NOT_SUPPORTED,
              "A dump is restored into a running server, not into the folder " + folder + ".");
    };
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return ScratchServer.empty(content, folder, work);
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return LiveTally.of(source, scope, work);
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return Inspection.of(restored, work);
  }

  @Override
  public void patch(
      BackupSource restored, BackupSource living, Scope scope, OutputStream out, Work work)
      throws IOException {
    Trouble.told(
        "The patch for " + living.definition().describe(),
        work,
        () -> {
          new Patch(restored, living, scope, work).write(out);
          return true;
        });
  }
}
