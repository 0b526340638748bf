package dev.weir.backup.mysql;

import dev.weir.api.Cancellation;
import dev.weir.api.Database;
import dev.weir.api.Failed;
import dev.weir.api.WeirException;
import dev.weir.backup.mysql.Tables.Table;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of the dump program, whose output is the backup, with a count of the same moment. */
final class Dump {
  static final String FILE = "dump.sql";
  static final String USERS = "users.sql";
  static final String DATABASES = "databases.txt";

  private static final int BLOCK = 1 << 17;

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final Database database;
  private final ServerFacts facts;
  private final Tools.Found program;
  private final DumpHead head = new DumpHead();
  private String untallied;

  Dump(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    database = source.database();
    facts = ServerFacts.of(database);
    program = Tools.of(facts.version(), source.options()).dump();
    untallied = request.tally() ? "" : "Nobody asked for it.";
  }

  Taken take() throws Exception {
    List<Table> tables = Tables.in(database, source.definition().database(), request.scope());
    long bytes = DataSize.of(database, facts.version(), tables);
    work.expect(bytes);
    Instant moment = Instant.now();
    List<Tally> tallies = dump(tables);
    if (request.scope() instanceof Scope.Cluster) {
      keep(DATABASES, String.join("\n", Tables.databases(database)) + "\n");
      users();
    } else if (request.scope() instanceof Scope.Whole) {
      keep(DATABASES, source.definition().database() + "\n");
    }
    return new Taken(
        serverVersion(),
        head.position(),
        moment,
        Math.max(1, bytes),
        tallies,
        untallied,
        Map.of("program", program.path().getFileName() + " " + program.version()));
  }

  private String serverVersion() {
    return facts.version().words() + (facts.version().mariadb() ? "-MariaDB" : "");
  }

  private List<Tally> dump(List<Table> tables) throws Exception {
    work.step("Dumping " + source.definition().describe());
    Command command = command(tables);
    try (HeldMoment held = held(tables)) {
      FutureTask<@Nullable Void> dump = started(command);
      try {
        if (held == null) {
          done(dump);
          return List.of();
        }
        boolean begun = held.untilBegun(head);
        if (!begun) {
          untallied = "The dump did not begin within a minute, and writers were not kept longer.";
        }
        List<Tally> tallies = begun ? Tallying.of(held.reader(), tables, work) : List.of();
        done(dump);
        return tallies;
      } finally {
        dump.cancel(true);
      }
    }
  }

  private @Nullable HeldMoment held(List<Table> tables) {
    if (!untallied.isEmpty()) {
      return null;
    }
    try {
      Tools.Found client = Tools.of(facts.version(), source.options()).client();
      return HeldMoment.of(database, tables, Login.of(source).command(client), work);
    } catch (IOException | WeirException e) {
      work.check();
      untallied =
          "No read lock could be had for the moment in which dump and count begin: "
              + e.getMessage();
      return null;
    }
  }

  private FutureTask<@Nullable Void> started(Command command) {
    Cancellation scope = Cancellation.current();
    FutureTask<@Nullable Void> task =
        new FutureTask<>(() -> {
          try {
            keep(command);
          } finally {
            head.over();
          }
          return null;
        });
    Thread.ofVirtual()
        .name("weir-backup-mysql")
        .start(() -> {
          if (scope == null || !scope.cancelled()) {
            task.run();
          } else {
            task.cancel(false);
            head.over();
          }
        });
    return task;
  }

  private void keep(Command command) throws IOException {
    try (Running running = command.start()) {
      work.onCancel(running::close);
      running.input().close();
      // Not closed when it fails: what was not closed is no part of the backup.
      OutputStream out = sink.file(FILE, false);
      byte[] block = new byte[BLOCK];
      for (int n = running.output().read(block); n >= 0; n = running.output().read(block)) {
        work.check();
        head.passed(block, n);
        out.write(block, 0, n);
        work.advance(n);
      }
      running.finish();
      if (!head.whole()) {
        throw Failed.because(
            MysqlBackupError.CONTENT,
            program.path() + " ended before it had written the end of its dump.");
      }
      out.close();
    }
  }

  private static void done(FutureTask<@Nullable Void> dump) throws Exception {
    try {
      dump.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Command command(List<Table> tables) throws IOException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--single-transaction", "--quick", "--hex-blob", "--skip-dump-date"));
    words.addAll(List.of("--triggers", "--default-character-set=utf8mb4"));
    if (facts.position()) {
      words.add("--master-data=2");
    }
    if (!program.version().mariadb()) {
      words.addAll(List.of("--set-gtid-purged=OFF", "--no-tablespaces"));
    }
    String name = source.definition().database();
    switch (request.scope()) {
      case Scope.Cluster() -> {
        words.addAll(List.of("--routines", "--events", "--databases"));
        words.addAll(Tables.databases(database));
      }
      case Scope.Whole() -> words.addAll(List.of("--routines", "--events", name));
      case Scope.OneTenant _ -> {
        words.add("--where=" + tables.getFirst().condition());
        words.add(name);
        tables.forEach(table -> words.add(table.name()));
      }
      default -> {
        words.add(name);
        tables.forEach(table -> words.add(table.name()));
      }
    }
    return Login.of(source).command(program).with(words);
  }

  /**
   * Every server gives this right to its own root, and nobody else may give it, so that it would
   * keep accounts from being restored.
   */
  private static final String ROOTS_OWN = "GRANT PROXY ON ``@`%` TO `root`@";

  private static final Collector<CharSequence, ?, String> LINES =
      Collectors.joining("\n", "", "\n");

  /** Accounts and grants, which MariaDB's program writes as statements. */
  private void users() throws IOException {
    if (facts.version().mariadb() && program.version().mariadb()) {
      work.step("Keeping accounts");
      String all =
          Login.of(source).command(program).with("--system=users", "--insert-ignore").run();
      keep(USERS, all.lines().filter(line -> !line.startsWith(ROOTS_OWN)).collect(LINES));
    }
  }

  private void keep(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
