package dev.weir.backup.sqlite;

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
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Copies of a SQLite database as of one moment while others read and write it. A backup is one file
 * that any SQLite opens.
 */
public final class SqliteBackup implements BackupMethod {
  static final Duration LONG = Duration.ofDays(7);

  @Override
  public String name() {
    return "sqlite";
  }

  @Override
  public String summary() {
    return "Copies by VACUUM INTO, of one moment while the database is in use";
  }

  @Override
  public Set<String> types() {
    return Set.of("SQLITE");
  }

  @Override
  public Traits traits() {
    return new Traits(Set.of(Scope.Kind.DATABASE), Set.of(Level.FULL), false, false);
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    SqliteFacts facts = SqliteFacts.of(source.database());
    return List.of(
        Requirement.ok("library", "The library is SQLite " + facts.version() + "."),
        room(source.work(), facts.bytes()));
  }

  private static Requirement room(Path folder, long bytes) {
    String finding =
        "SQLite writes its copy, of up to " + bytes + " bytes, to " + folder + " first";
    try {
      long free = Files.getFileStore(folder).getUsableSpace();
      return free >= bytes
          ? Requirement.ok("room", finding + ", where there is room.")
          : Requirement.missing(
              "room", finding + ", where " + free + " are free.", "Make room for it.");
    } catch (IOException e) {
      return Requirement.warning(
          "room", finding + "; how much is free cannot be told.", "See that there is room.");
    }
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (request.level() != Level.FULL || !(request.scope() instanceof Scope.Whole)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED, "SQLite takes full backups of a whole database only.");
    }
    return Trouble.told(
        "The backup of " + source.definition().describe(),
        work,
        () -> new Copying(source, request, sink, work).take());
  }

  static boolean inMemory(BackupSource source) {
    return source.definition().database().equals(":memory:");
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    return new FileRestore(chain.last(), request, living(request), Unwatched.WORK).look();
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    BackupSource target = living(request);
    Trouble.told(
        "The restore into " + target.definition().describe(),
        work,
        () -> {
          new FileRestore(chain.last(), request, target, work).run();
          return true;
        });
  }

  private static BackupSource living(RestoreRequest request) {
    if (!(request.target() instanceof RestoreTarget.Living(BackupSource source))) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "A SQLite backup is restored into a file that a definition names.");
    }
    if (inMemory(source) || !(request.scope() instanceof Scope.Whole)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "A SQLite backup is restored as a whole, and into a file; "
              + source.definition().describe()
              + " was to get "
              + request.scope()
              + ".");
    }
    return source;
  }

  @Override
  public Scratch scratch(BackupContent content, Path folder, Work work) {
    return new ScratchFile(folder);
  }

  @Override
  public List<Tally> tally(BackupSource source, Scope scope, Work work) {
    return Trouble.told(
        "The count of " + source.definition().describe(),
        work,
        () -> source.database().transaction(transaction -> Tallying.of(transaction, work)));
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return Trouble.told(
        "The check of " + restored.definition().describe(),
        work,
        () -> Inspection.of(restored.database()));
  }
}
