package dev.weir.backup.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
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
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Unwatched;
import dev.weir.spi.backup.Work;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Logical backups by mariadb-dump or mysqldump in a single transaction, with routines, events and
 * triggers; restored by the client program, and rolled forward by archived binary logs. Of a
 * tenant, only tables that have its column are kept.
 */
public final class MysqlDump implements BackupMethod {
  static final Duration LONG = Duration.ofDays(7);

  private final @Nullable Path servers;

  public MysqlDump() {
    this(null);
  }

  /** With a folder in which the programs of scratch servers are looked for first. */
  MysqlDump(@Nullable Path servers) {
    this.servers = servers;
  }

  @Override
  public String name() {
    return "mysqldump";
  }

  @Override
  public String summary() {
    return "Logical backups by mariadb-dump or mysqldump, consistent in one transaction";
  }

  @Override
  public Set<String> types() {
    return Set.of("MARIADB", "MYSQL");
  }

  @Override
  public Traits traits() {
    return new Traits(
        Set.of(Scope.Kind.CLUSTER, Scope.Kind.DATABASE, Scope.Kind.TABLE, Scope.Kind.TENANT),
        Set.of(Level.FULL),
        true,
        false);
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public List<Requirement> check(BackupSource source, BackupRequest request) {
    ServerFacts facts = ServerFacts.of(source.database());
    List<Requirement> found = new ArrayList<>();
    found.add(Requirement.ok("server", "The server is " + facts.version() + "."));
    found.addAll(Tools.of(facts.version(), source.options()).requirements());
    found.add(log(facts));
    found.add(engines(source));
    return found;
  }

  private static Requirement log(ServerFacts facts) {
    if (facts.position()) {
      return Requirement.ok("binlog", "Where the binary log stands is kept.");
    }
    return Requirement.warning(
        "binlog",
        facts.log()
            ? "This user may not see where the binary log stands, so it is not kept."
            : "The server writes no binary log, so the backup knows no place in it.",
        facts.log() ? "Grant BINLOG MONITOR or REPLICATION CLIENT." : "Set log_bin if wanted.");
  }

  private static Requirement engines(BackupSource source) {
    List<String> others =
        Tables.names(
            source.database(),
            Statement.of(
                "select concat(table_schema, '.', table_name) from information_schema.tables where"
                    + " table_type = 'BASE TABLE' and engine <> 'InnoDB' and table_schema not in"
                    + " ('mysql', 'information_schema', 'performance_schema', 'sys') limit 5"));
    return others.isEmpty()
        ? Requirement.ok("engines", "Every table takes part in transactions.")
        : Requirement.warning(
            "engines",
            "These tables know no transactions, so they may be of another moment: "
                + String.join(", ", others)
                + ".",
            "Change them to InnoDB, or keep them from being written meanwhile.");
  }

  @Override
  public Taken create(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    if (request.level() != Level.FULL) {
      throw Rejected.because(CoreError.NOT_SUPPORTED, "A dump is always a full backup.");
    }
    return Trouble.told(
        "The backup of " + source.definition().describe(),
        work,
        () -> new Dump(source, request, sink, work).take());
  }

  @Override
  public List<Requirement> check(BackupChain chain, RestoreRequest request) {
    BackupSource target = living(request);
    return Trouble.told(
        "The look at " + target.definition().describe(),
        Unwatched.WORK,
        () -> new DumpRestore(chain, request, target, Unwatched.WORK).look());
  }

  @Override
  public void restore(BackupChain chain, RestoreRequest request, Work work) {
    BackupSource target = living(request);
    Trouble.told(
        "The restore into " + target.definition().describe(),
        work,
        () -> {
          new DumpRestore(chain, request, target, work).run();
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
    return Trouble.told(
        "A private server for the restore",
        work,
        () -> ScratchServer.of(content, folder, servers, work));
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
    return tallies(source, scope, work);
  }

  static List<Tally> tallies(BackupSource source, Scope scope, Work work) {
    return Trouble.told(
        "The count of " + source.definition().describe(),
        work,
        () -> Tallying.of(source.database(), tables(source, scope), work));
  }

  @Override
  public List<Finding> inspect(BackupSource restored, Scope scope, Work work) {
    return findings(restored, scope, work);
  }

  static List<Finding> findings(BackupSource restored, Scope scope, Work work) {
    return Trouble.told(
        "The check of " + restored.definition().describe(),
        work,
        () -> Inspection.of(restored.database(), tables(restored, scope), work));
  }

  private static List<Tables.Table> tables(BackupSource source, Scope scope) {
    return Tables.in(source.database(), source.definition().database(), scope);
  }
}
