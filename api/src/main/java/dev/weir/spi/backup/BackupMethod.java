package dev.weir.spi.backup;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * One way to take backups of an engine and to bring them back, by the engine's own best means: a
 * program such as {@code pg_dump}, a command that the server runs itself, or a driver's interface.
 * Found by {@link java.util.ServiceLoader}; stateless, thread-safe and cheap to create.
 *
 * <p>A method moves content in the engine's native format between the database and a {@link
 * BackupSink} or {@link BackupContent}; compression, encryption, checksums, storage and the
 * manifest are not its business. It runs on a virtual thread, tells {@link Work} how far it is, and
 * must end soon, leaving nothing behind, when {@link Work#check} throws or the thread is
 * interrupted.
 */
public interface BackupMethod {
  /** Unique among methods, such as {@code pg_dump}. */
  String name();

  /** What it does, in a sentence. */
  String summary();

  /** The types of definitions that it serves, such as {@code POSTGRESQL}. */
  Set<String> types();

  Traits traits();

  /** The order among the methods of one type where none is named: the lowest that can work. */
  default int order() {
    return 100;
  }

  /**
   * What it needs to take a backup of this database: tools with their versions, privileges,
   * settings of the server. Changes nothing.
   */
  List<Requirement> check(BackupSource source, BackupRequest request);

  /** Takes a backup. What it has written when this throws is thrown away by the caller. */
  Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work);

  /**
   * What a restore would meet: what lies in its way and how much would be overwritten. Changes
   * nothing.
   */
  List<Requirement> check(BackupChain chain, RestoreRequest request);

  /** Brings a backup back. */
  void restore(BackupChain chain, RestoreRequest request, Work work);

  /** True when {@link #collectLog} works. */
  default boolean collectsLog() {
    return false;
  }

  /**
   * Archives what the server has written to its log since the last time, for engines that do not
   * archive it by themselves. What was committed before the call is in the archive when it returns.
   *
   * @return the names of the files that are new in the archive, in order
   * @throws dev.weir.api.Rejected with {@code WEIR-004} where {@link #collectsLog} is false
   */
  default List<String> collectLog(BackupSource source, LogArchive log, Work work) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, "The method " + name() + " does not fetch the server's log.");
  }

  /**
   * Starts a private, empty server (or names an empty place) fit to restore this backup into for a
   * proof; for methods that restore into a folder, {@link Scratch#folder} is that folder and {@link
   * Scratch#start} runs a server on it afterwards.
   *
   * @param folder empty; for the scratch server's files alone
   * @throws dev.weir.api.WeirException when no server of a fitting version can be had here, saying
   *     what to install
   */
  Scratch scratch(BackupContent content, Path folder, Work work);

  /**
   * Counts and hashes every table in scope as they are now; the same content gives the same tallies
   * on any server of the engine.
   */
  List<Tally> tally(BackupSource source, Scope scope, Work work);

  /** The engine's own checks of a restored database, such as amcheck or CHECK TABLE. */
  List<Finding> inspect(BackupSource restored, Scope scope, Work work);

  /**
   * Writes the statements, in the engine's own language, that bring the rows in scope of a restored
   * database into a living one: what is missing there is inserted, what differs is put back, and
   * what only the living one has is named in comments and left alone. A person reads and runs it.
   * Changes nothing.
   *
   * @throws dev.weir.api.Rejected with {@code WEIR-004} when the method cannot do it
   */
  default void patch(
      BackupSource restored, BackupSource living, Scope scope, OutputStream out, Work work)
      throws IOException {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED,
        "The method " + name() + " cannot write what a restore would change as statements.");
  }

  /**
   * What it can do.
   *
   * @param scopes the kinds of scope it can take
   * @param levels FULL always; others where it can build on an earlier backup
   * @param log true when backups can be rolled forward by an archived log ({@link LogArchive})
   * @param intoFolder true when it restores the data folder of a server that does not run, which is
   *     how it is proven then
   * @param intoServer true when it restores into a running server
   */
  record Traits(
      Set<Scope.Kind> scopes,
      Set<Level> levels,
      boolean log,
      boolean intoFolder,
      boolean intoServer) {
    /** Restores either into a folder or into a running server. */
    public Traits(Set<Scope.Kind> scopes, Set<Level> levels, boolean log, boolean intoFolder) {
      this(scopes, levels, log, intoFolder, !intoFolder);
    }
  }
}
