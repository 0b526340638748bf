package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.runtime.postgresql.PostgresInstallations.Found;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.ProgramFailure;
import dev.weir.runtime.program.Running;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of pg_basebackup. Without tablespaces the tar comes as a stream; with them the program
 * can only write files, which then pass through the working folder. Where it can compress as the
 * repository would, it does, so that the content does not pass through a pipe in full. A temporary
 * slot keeps the WAL of the meantime on the server until it has been fetched.
 */
final class BaseBackup {
  static final String BASE = "base.tar";
  static final String SERVER = "server.txt";

  private static final Pattern START =
      Pattern.compile("write-ahead log start point: (\\S+) on timeline (\\d+)");
  private static final Pattern STOP = Pattern.compile("write-ahead log end point: (\\S+)");
  private static final Pattern PROGRESS = Pattern.compile("^\\s*(\\d+)(?:/\\d+)? kB \\(");
  private static final int COMPRESSING = 15;

  /** What it says where it was built without, or with a library of one thread. */
  private static final Pattern CANNOT_COMPRESS =
      Pattern.compile("(?i)does not support|compression worker count");

  private static final Duration LONG = Duration.ofDays(7);
  private static final String FACTS =
      """
      select (select setting from pg_settings where name = 'wal_segment_size'),
        (select count(*) from pg_tablespace where spcname not in ('pg_default', 'pg_global')),
        (select sum(pg_database_size(oid)) from pg_database
          where has_database_privilege(oid, 'connect')),
        (select rolname from pg_roles where oid = 10)
      """;

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final ServerFacts facts;
  private final Found program;
  private final AtomicLong copied = new AtomicLong();
  private final Map<String, String> position = new ConcurrentHashMap<>();

  BaseBackup(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    facts = ServerFacts.of(source.database());
    program = Tools.of(facts.version().major(), source.options()).need("pg_basebackup");
  }

  Taken take() throws IOException {
    List<String> more =
        source
            .database()
            .query(FACTS)
            .first(row -> List.of(text(row, 0), text(row, 1), text(row, 2), text(row, 3)))
            .orElseThrow();
    long bytes = Long.parseLong(more.get(2));
    work.expect(bytes);
    keepingWal(() -> run(Long.parseLong(more.get(1)) > 0));
    keep(
        SERVER,
        "superuser=%s\ndatabase=%s\n".formatted(more.get(3), source.definition().database()));
    return new Taken(
        facts.words(),
        position(Long.parseLong(more.get(0))),
        stopped(),
        bytes,
        List.of(),
        "A physical backup is consistent where its WAL ends, which no query can look at.",
        Map.of("pg_basebackup", program.version().toString()));
  }

  private static String text(dev.weir.api.Row row, int column) {
    return java.util.Objects.requireNonNull(row.text(column));
  }

  /** Copies the server. */
  @FunctionalInterface
  private interface Copying {
    void copy() throws IOException;
  }

  private void keepingWal(Copying copying) throws IOException {
    String slot = "weir_" + UUID.randomUUID().toString().replace("-", "");
    try (Transaction transaction =
        source.database().begin(TransactionOptions.DEFAULT.attempts(1).timeout(LONG))) {
      transaction
          .query(
              Statement.of("select set_config('idle_in_transaction_session_timeout', '0', true)"))
          .close();
      boolean kept = slot(transaction, slot);
      try {
        copying.copy();
      } finally {
        if (kept) {
          forget(transaction, slot);
        }
      }
    }
  }

  private boolean slot(Transaction transaction, String slot) {
    transaction.savepoint("slot");
    try {
      transaction
          .query(
              Statement.of("select pg_create_physical_replication_slot(?, true, true)::text", slot))
          .list(row -> row.text(0));
      return true;
    } catch (dev.weir.api.WeirException e) {
      // No slot is free or none may be made: the WAL is likely to be kept long enough all the same,
      // and pg_basebackup fails when it is not.
      transaction.rollbackTo("slot");
      return false;
    }
  }

  private static void forget(Transaction transaction, String slot) {
    try {
      transaction
          .query(Statement.of("select pg_drop_replication_slot(?)::text", slot))
          .list(row -> row.text(0));
    } catch (dev.weir.api.WeirException e) {
      // a temporary slot goes with its session
    }
  }

  private void run(boolean tablespaces) throws IOException {
    work.step("Copying the server's files");
    Command command =
        Login.of(source)
            .connect(program.installation().command("pg_basebackup"))
            .with("--format=tar", "--wal-method=fetch", "--checkpoint=fast", "--no-password")
            .with("--verbose", "--progress")
            .with("--label=weir " + Instant.now());
    String rate = source.options().get("max-rate");
    if (rate != null) {
      command = command.with("--max-rate=" + rate);
    }
    if (sink.compression().equals("zstd") && program.version().major() >= COMPRESSING) {
      try {
        copy(command.with("--compress=client-zstd:" + zstd()), DataTar.ZSTD, tablespaces);
        return;
      } catch (ProgramFailure e) {
        if (!CANNOT_COMPRESS.matcher(e.told()).find()) {
          throw e;
        }
      }
    }
    copy(command, "", tablespaces);
  }

  /** As the repository would. */
  private String zstd() {
    return request.jobs() == 1 ? "level=3" : "level=3,workers=" + request.jobs();
  }

  private void copy(Command command, String ending, boolean tablespaces) throws IOException {
    try {
      if (tablespaces) {
        throughFolder(command);
      } else {
        stream(command.with("--pgdata=-"), BASE + ending);
      }
    } catch (ProgramFailure failed) {
      throw failed.without(PROGRESS);
    }
  }

  private void stream(Command command, String file) throws IOException {
    try (Running running = command.start(this::heard)) {
      work.onCancel(running::close);
      running.input().close();
      PushbackInputStream output = new PushbackInputStream(running.output());
      int first = output.read();
      if (first < 0) {
        running.finish();
      }
      output.unread(first);
      OutputStream out = sink.file(file, compressed(file));
      pump(output, out);
      running.finish();
      running.told();
      out.close();
    }
  }

  private static boolean compressed(String file) {
    return file.endsWith(DataTar.ZSTD);
  }

  /** The program tells how far it is, in the database's measure. */
  private void pump(InputStream in, OutputStream out) throws IOException {
    byte[] block = new byte[1 << 18];
    for (int length = in.read(block); length >= 0; length = in.read(block)) {
      work.check();
      out.write(block, 0, length);
    }
  }

  private void throughFolder(Command command) throws IOException {
    Path folder = source.work().resolve("base-" + UUID.randomUUID());
    try (Running running = command.with("--pgdata=" + folder).start(this::heard)) {
      work.onCancel(running::close);
      running.input().close();
      running.output().transferTo(OutputStream.nullOutputStream());
      running.finish();
      running.told();
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        OutputStream out = sink.file(name, compressed(name));
        try (InputStream in = Files.newInputStream(file)) {
          pump(in, out);
        }
        out.close();
        Files.delete(file);
      }
    }
  }

  private void heard(String line) {
    Matcher start = START.matcher(line);
    Matcher stop = STOP.matcher(line);
    Matcher progress = PROGRESS.matcher(line);
    if (progress.find()) {
      long bytes = Long.parseLong(progress.group(1)) << 10;
      work.advance(bytes - copied.getAndSet(bytes));
    } else if (start.find()) {
      position.put("start-lsn", start.group(1));
      position.put("timeline", start.group(2));
    } else if (stop.find()) {
      position.put("stop-lsn", stop.group(1));
    }
  }

  private Position position(long segmentSize) {
    String start = position.get("start-lsn");
    String stop = position.get("stop-lsn");
    String timeline = position.get("timeline");
    if (start == null || stop == null || timeline == null) {
      throw Failed.because(
          PostgresBackupError.PROGRAM,
          "pg_basebackup did not tell where the backup of "
              + source.definition().describe()
              + " begins and ends.");
    }
    Map<String, String> all = new TreeMap<>(position);
    int on = Integer.parseInt(timeline);
    all.put("start-wal", WalName.of(on, Lsn.parse(start), segmentSize).toString());
    // A backup that ends where a segment begins needs nothing of that segment.
    Lsn last = new Lsn(Lsn.parse(stop).value() - 1);
    all.put("stop-wal", WalName.of(on, last, segmentSize).toString());
    all.put("wal-segment-size", Long.toString(segmentSize));
    all.put("stop-time", stopped().toString());
    return new Position(all);
  }

  private Instant stopped() {
    return Instant.parse(
        position.computeIfAbsent(
            "stop-time",
            _ ->
                Times.epoch(
                        source
                            .database()
                            .query("select extract(epoch from clock_timestamp())::text")
                            .first(row -> text(row, 0))
                            .orElseThrow())
                    .toString()));
  }

  private void keep(String file, String content) throws IOException {
    OutputStream out = sink.file(file, false);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.close();
  }
}
