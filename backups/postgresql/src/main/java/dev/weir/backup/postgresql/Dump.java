package dev.weir.backup.postgresql;

import dev.weir.api.Cancellation;
import dev.weir.backup.postgresql.DumpPieces.Piece;
import dev.weir.backup.postgresql.ScopedTables.Table;
import dev.weir.runtime.postgresql.PostgresInstallations.Found;
import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** One run of pg_dump: every piece and every tally in one snapshot of each database. */
final class Dump {
  static final String GLOBALS = "globals.sql";
  static final String FOLDER = "databases/";

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final ServerFacts facts;
  private final Found program;
  private final Login login;
  private long bytes;
  private Position position = Position.NONE;
  private Instant consistent = Instant.EPOCH;

  Dump(BackupSource source, BackupRequest request, BackupSink sink, Work work) throws IOException {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    facts = ServerFacts.of(source.database());
    program = Tools.of(facts.version().major(), source.options()).need("pg_dump");
    login = Login.of(source);
  }

  Taken take() throws Exception {
    Cancellation cancellation = new Cancellation();
    work.onCancel(cancellation::cancel);
    List<Tally> tallies =
        cancellation.call(() -> request.scope() instanceof Scope.Cluster ? cluster() : database());
    return new Taken(
        facts.words(),
        position,
        consistent,
        bytes,
        tallies,
        request.tally() ? "" : "Counts and hashes were not asked for.",
        Map.of("pg_dump", program.version().toString()));
  }

  /** Roles and tablespaces, which belong to no database. */
  private void globals() throws IOException {
    Command command =
        login
            .connect(program.installation().command("pg_dumpall"))
            .with("--globals-only", "--no-password", "--database=" + login.database());
    if (!facts.passwords()) {
      command = command.with("--no-role-passwords");
    }
    Piping.keep(command, sink, GLOBALS, false, work);
  }

  /** By psql: a count through a driver that limits rows would never be done by parallel workers. */
  private List<Tally> database() throws Exception {
    try (PsqlSession session = LiveTally.session(source, login.database(), work)) {
      begin(session);
      return request.scope() instanceof Scope.OneTenant tenant
          ? tenant(session, tenant)
          : one(session, login.database(), "", request.scope(), true);
    }
  }

  private List<Tally> tenant(PsqlSession session, Scope.OneTenant scope) throws IOException {
    ScopedTables.check(session, scope, login.database());
    globals();
    text("database.txt", DatabaseShape.of(session).text());
    String snapshot = session.value("select pg_export_snapshot()");
    work.step("Finding the rows of " + scope.tenant());
    TenantRows rows = TenantRows.mark(session, scope, work);
    String database = login.database();
    dump(database, snapshot, DumpPieces.PRE, List.of("--section=pre-data"));
    dump(database, snapshot, DumpPieces.POST, List.of("--section=post-data"));
    bytes = new TenantFiles(rows, sink, work).write();
    return request.tally() ? rows.tallies() : List.of();
  }

  /** Each database in a snapshot of its own: there is none over several. */
  private List<Tally> cluster() throws Exception {
    List<String> names;
    try (Conversation conversation = HeldTransaction.begin(source.database())) {
      begin(conversation);
      names = LiveTally.databases(conversation);
    }
    StringBuilder list = new StringBuilder();
    List<Tally> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String folder = FOLDER + "%03d/".formatted(i + 1);
      list.append(folder).append('\t').append(name).append('\n');
      try (PsqlSession session = LiveTally.session(source, name, work)) {
        begin(session);
        all.addAll(LiveTally.named(name, one(session, name, folder, new Scope.Whole(), i == 0)));
      }
    }
    text(FOLDER + "names.txt", list.toString());
    return all;
  }

  private void begin(Conversation conversation) {
    Tallying.prepare(conversation);
    var row =
        conversation
            .rows(
                """
                select extract(epoch from clock_timestamp())::text,
                  case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                    else pg_current_wal_lsn() end::text
                """)
            .getFirst();
    consistent = Times.epoch(Objects.requireNonNull(row.get(0)));
    position = new Position(Map.of("lsn", Objects.requireNonNull(row.get(1))));
  }

  /**
   * One database.
   *
   * @param globals true to keep roles and tablespaces beside it; a psql is connected by then, which
   *     tells why it cannot, as pg_dumpall does not
   */
  private List<Tally> one(
      Conversation conversation, String database, String folder, Scope scope, boolean globals)
      throws Exception {
    ScopedTables.check(conversation, scope, database);
    List<Table> tables = ScopedTables.in(conversation, scope);
    long size = tables.stream().mapToLong(Table::bytes).sum();
    bytes += size;
    work.expect(bytes);
    text(folder + "database.txt", DatabaseShape.of(conversation).text());
    List<String> scoped = DumpPieces.scoped(conversation, scope);
    String snapshot = conversation.value("select pg_export_snapshot()");
    work.step("Dumping " + tables.size() + " tables of " + database);
    List<Callable<List<Tally>>> pieces = new ArrayList<>();
    for (Piece piece : DumpPieces.of(scoped, tables, request.jobs())) {
      pieces.add(() -> {
        dump(database, snapshot, folder + piece.file(), piece.arguments());
        return List.of();
      });
    }
    if (globals) {
      pieces.add(() -> {
        globals();
        return List.of();
      });
    }
    if (request.tally()) {
      pieces.add(Math.min(1, pieces.size()), () -> LiveTally.tallies(conversation, scope, work));
    }
    return Workers.run(request.jobs(), work, pieces).stream().flatMap(List::stream).toList();
  }

  private void dump(String database, String snapshot, String file, List<String> arguments)
      throws IOException {
    Command command =
        login
            .connect(program.installation().command("pg_dump"), database)
            .with("--format=custom", "--compress=0", "--no-password", "--snapshot=" + snapshot)
            .with(arguments);
    Piping.keep(command, sink, file, false, work);
  }

  private void text(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
