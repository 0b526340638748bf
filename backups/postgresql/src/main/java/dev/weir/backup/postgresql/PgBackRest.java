package dev.weir.backup.postgresql;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Physical backups by pgBackRest, where it is installed and has a stanza. The content stays in
 * pgBackRest's own repository; the backup holds what pgBackRest tells of it and where it is.
 *
 * <p>Options: {@code stanza}, by default {@code main}; {@code config}, the absolute path of
 * pgBackRest's configuration. It runs as Weir's own user, who must be able to read the server's
 * files and to connect to its socket.
 */
public final class PgBackRest implements BackupMethod {
  @Override
  public String name() {
    return "pgbackrest";
  }

  @Override
  public String summary() {
    return "Physical backups by pgBackRest in its own repository: full, differential, incremental";
  }

  @Override
  public Set<String> types() {
    return PostgresTypes.ALL;
  }

  @Override
  public Traits traits() {
    return new Traits(Set.of(Scope.Kind.CLUSTER), EnumSet.allOf(Level.class), true, true);
  }

  @Override
  public int order() {
    return 20;
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    return Trouble.told(
        "The look at pgBackRest",
        Unwatched.WORK,
        () -> {
          List<Requirement> found = new ArrayList<>();
          Requirement program = Stanza.requirement();
          found.add(program);
          if (program.state() != Requirement.State.MISSING) {
            found.add(Stanza.of(source.options()).status());
          }
          ServerFacts facts = ServerFacts.of(source.database());
          found.add(
              facts.archiveMode().equals("off")
                  ? Requirement.missing(
                      "archive_mode",
                      "The server archives no WAL.",
                      "Set archive_mode to on and archive_command to pgbackrest … archive-push %p.")
                  : Requirement.ok("archive_mode", "The server archives its WAL."));
          return found;
        });
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (!(request.scope() instanceof Scope.Cluster)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED, "pgBackRest takes whole servers; pg_dump takes parts of one.");
    }
    for (Requirement found : check(source, request)) {
      if (found.state() == Requirement.State.MISSING) {
        throw Failed.because(
            found.name().equals("pgbackrest")
                ? PostgresBackupError.TOOL
                : PostgresBackupError.SERVER,
            found.finding() + " " + found.mend());
      }
    }
    String what = "The backup of " + source.definition().describe();
    return Trouble.told(what, work, () -> new RestBackup(source, request, sink, work).take());
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    return Trouble.told(
        "The look at the target",
        Unwatched.WORK,
        () ->
            new RestRestore(
                    chain.last(), request, request.folder("pgBackRest restores"), Unwatched.WORK)
                .look());
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    Path folder = request.folder("pgBackRest restores");
    Trouble.told(
        "The restore into " + folder,
        work,
        () -> {
          new RestRestore(chain.last(), request, folder, work).run();
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
