package dev.weir.backup.sqlite;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSink;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Taken;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * One backup: {@code VACUUM INTO} a file of the working folder (sqlite.org/lang_vacuum.html), which
 * is of one moment, and from there into the backup. SQLite can write its copy to a file alone.
 */
final class Copying {
  static final String FILE = "database.sqlite";

  private static final int BLOCK = 1 << 18;

  private final BackupSource source;
  private final BackupRequest request;
  private final BackupSink sink;
  private final Work work;
  private final Database database;
  private final Path copy;

  Copying(BackupSource source, BackupRequest request, BackupSink sink, Work work) {
    this.source = source;
    this.request = request;
    this.sink = sink;
    this.work = work;
    database = source.database();
    copy = source.work().resolve(FILE);
  }

  Taken take() throws Exception {
    SqliteFacts facts = SqliteFacts.of(database);
    work.expect(facts.bytes());
    work.step("Copying the database to the working folder");
    String why = untallied();
    Instant moment = Instant.now();
    List<Tally> tallies = List.of();
    if (why.isEmpty()) {
      try (HeldMoment held = HeldMoment.of(database)) {
        FutureTask<@Nullable Void> vacuum = started();
        held.untilBegun(copy, vacuum);
        moment = held.time();
        tallies = tallies(held, vacuum);
        done(vacuum);
      }
    } else {
      vacuum();
    }
    stream();
    return new Taken(facts.version(), Position.NONE, moment, facts.bytes(), tallies, why, Map.of());
  }

  private String untallied() {
    if (!request.tally()) {
      return "Nobody asked for it.";
    }
    if (source.definition().readOnly()) {
      return "The database is opened for reading only, so that no moment can be held for both the"
          + " copy and the count.";
    }
    return SqliteBackup.inMemory(source)
        ? "A database in memory has one session, which cannot copy and count at once."
        : "";
  }

  private List<Tally> tallies(HeldMoment held, FutureTask<@Nullable Void> vacuum) {
    try {
      return Tallying.of(held.reader(), work);
    } catch (RuntimeException e) {
      vacuum.cancel(true);
      throw e;
    }
  }

  private FutureTask<@Nullable Void> started() {
    dev.weir.api.Cancellation scope = dev.weir.api.Cancellation.current();
    FutureTask<@Nullable Void> task =
        new FutureTask<>(() -> {
          if (scope == null) {
            vacuum();
          } else {
            scope.call(this::vacuum);
          }
          return null;
        });
    Thread.ofVirtual().name("weir-backup-sqlite").start(task);
    return task;
  }

  private boolean vacuum() {
    database.update(Statement.of("vacuum main into ?", copy.toString()).timeout(SqliteBackup.LONG));
    return true;
  }

  private static void done(FutureTask<@Nullable Void> vacuum) throws Exception {
    try {
      vacuum.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void stream() throws IOException {
    work.step("Keeping the copy");
    // Not closed when it fails: what was not closed is no part of the backup.
    OutputStream out = sink.file(FILE, false);
    try (InputStream in = Files.newInputStream(copy)) {
      pump(in, out, work);
    }
    out.close();
    Files.delete(copy);
  }

  static void pump(InputStream in, OutputStream out, Work work) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int length = in.read(block); length >= 0; length = in.read(block)) {
      work.check();
      out.write(block, 0, length);
      work.advance(length);
    }
  }
}
