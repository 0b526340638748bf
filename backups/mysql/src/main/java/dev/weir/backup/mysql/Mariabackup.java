package dev.weir.backup.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Physical backups of a whole MariaDB server by mariadb-backup, full and of the pages that changed;
 * rolled forward by archived binary logs to any later transaction. It reads the server's files, so
 * it runs on the server's machine.
 */
public final class Mariabackup implements BackupMethod {
  @Override
  public String name() {
    return "mariabackup";
  }

  @Override
  public String summary() {
    return "Physical backups of a whole MariaDB by mariadb-backup, full and incremental";
  }

  @Override
  public Set<String> types() {
    return Set.of("MARIADB");
  }

  @Override
  public Traits traits() {
    return new Traits(
        Set.of(Scope.Kind.CLUSTER),
        Set.of(Level.FULL, Level.DIFFERENTIAL, Level.INCREMENTAL),
        true,
        true);
  }

  @Override
  public int order() {
    return 30;
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    return Trouble.told(
        "The look at " + source.definition().describe(),
        Unwatched.WORK,
        () -> PhysicalNeeds.of(source));
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (!(request.scope() instanceof Scope.Cluster)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "mariadb-backup takes whole servers here; mysqldump takes parts of them.");
    }
    for (Requirement found : check(source, request)) {
      if (found.state() == Requirement.State.MISSING) {
        throw Failed.because(
            found.name().equals("mariadb-backup") ? MysqlBackupError.TOOL : MysqlBackupError.SERVER,
            found.finding() + " " + found.mend());
      }
    }
    return Trouble.told(
        "The backup of " + source.definition().describe(),
        work,
        () -> new PhysicalBackup(source, request, sink, work).take());
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
  public boolean collectsLog() {
    return true;
  }

  @Override
  public List<String> collectLog(BackupSource source, LogArchive log, Work work) {
    return BinlogCollection.run(source, log, work);
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return MysqlDump.tallies(source, scope, work);
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return MysqlDump.findings(restored, scope, work);
  }
}
