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
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Physical backups of a whole server by pg_basebackup, with the WAL that makes them consistent;
 * rolled forward by archived WAL ({@link WalArchiving}) to any later moment.
 */
public final class PgBaseBackup implements BackupMethod {
  @Override
  public String name() {
    return "pg_basebackup";
  }

  @Override
  public String summary() {
    return "Physical backups of a whole server by pg_basebackup, for point-in-time recovery";
  }

  @Override
  public Set<String> types() {
    return PostgresTypes.ALL;
  }

  @Override
  public Traits traits() {
    return new Traits(Set.of(Scope.Kind.CLUSTER), Set.of(Level.FULL), true, true);
  }

  @Override
  public int order() {
    return 30;
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    ServerFacts facts = ServerFacts.of(source.database());
    List<Requirement> found = new ArrayList<>();
    found.add(Tools.of(facts.version().major(), source.options()).requirement("pg_basebackup"));
    found.add(privilege(facts));
    found.add(walLevel(facts));
    found.add(archiving(facts));
    return found;
  }

  private static Requirement privilege(ServerFacts facts) {
    return facts.superuser() || facts.replication()
        ? Requirement.ok("privilege", "The user " + facts.user() + " may replicate.")
        : Requirement.missing(
            "privilege",
            "The user " + facts.user() + " may not replicate.",
            "Run ALTER ROLE " + Sql.name(facts.user()) + " REPLICATION as a superuser.");
  }

  private static Requirement walLevel(ServerFacts facts) {
    boolean fine = !facts.walLevel().equals("minimal") && facts.walSenders() > 0;
    return fine
        ? Requirement.ok("wal_level", "wal_level is " + facts.walLevel() + ".")
        : Requirement.missing(
            "wal_level",
            "wal_level is "
                + facts.walLevel()
                + " and max_wal_senders is "
                + facts.walSenders()
                + ".",
            "Set wal_level to replica and max_wal_senders to 2 or more, and restart the server.");
  }

  private static Requirement archiving(ServerFacts facts) {
    return facts.archiveMode().equals("off")
        ? Requirement.warning(
            "archive_mode",
            "The server archives no WAL, so the backup restores its own moment only.",
            "Set archive_mode and archive_command for point-in-time recovery.")
        : Requirement.ok("archive_mode", "The server archives its WAL.");
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (request.level() != Level.FULL || !(request.scope() instanceof Scope.Cluster)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "pg_basebackup takes full backups of a whole server here; pg_dump takes parts, and"
              + " pgbackrest builds on earlier backups.");
    }
    for (Requirement found : check(source, request)) {
      if (found.state() == Requirement.State.MISSING) {
        throw dev.weir.api.Failed.because(
            found.name().equals("pg_basebackup")
                ? PostgresBackupError.TOOL
                : PostgresBackupError.SERVER,
            found.finding() + " " + found.mend());
      }
    }
    String what = "The backup of " + source.definition().describe();
    return Trouble.told(what, work, () -> new BaseBackup(source, request, sink, work).take());
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    return Trouble.told(
        "The look at the target",
        Unwatched.WORK,
        () ->
            new PhysicalRestore(
                    chain, request, request.folder("A physical backup is restored"), Unwatched.WORK)
                .look());
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    Path folder = request.folder("A physical backup is restored");
    Trouble.told(
        "The restore into " + folder,
        work,
        () -> {
          new PhysicalRestore(chain, request, folder, work).run();
          return true;
        });
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return Trouble.told(
        "A private server for the restore", work, () -> ScratchFolder.of(content, folder));
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return LiveTally.of(source, scope, work);
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return Inspection.of(restored, work);
  }
}
