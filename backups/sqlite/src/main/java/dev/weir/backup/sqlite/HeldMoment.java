package dev.weir.backup.sqlite;

import dev.weir.api.Database;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Future;

/**
 * One state of a database, seen by two sessions at once: a transaction that writes keeps others
 * from writing until both have begun to read, and is then rolled back.
 */
final class HeldMoment implements AutoCloseable {
  private static final int TICK_MILLIS = 5;

  private final Transaction writer;
  private final Transaction reader;
  private final Instant time;

  private HeldMoment(Transaction writer, Transaction reader) {
    this.writer = writer;
    this.reader = reader;
    time = Instant.now();
  }

  static HeldMoment of(Database database) {
    Transaction writer = database.begin(options());
    try {
      // Rolled back: nobody ever sees it.
      writer.update("create table main.weir_backup_moment (moment)");
      Transaction reader = database.begin(options().readOnly(true));
      try {
        reader.query("select count(*) from main.sqlite_schema").list(row -> row.longAt(0));
        return new HeldMoment(writer, reader);
      } catch (RuntimeException e) {
        reader.close();
        throw e;
      }
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  private static TransactionOptions options() {
    return TransactionOptions.DEFAULT.attempts(1).timeout(SqliteBackup.LONG);
  }

  /** Lets others write again once the copy has begun, which is when something is in its file. */
  void untilBegun(Path copy, Future<?> copying) throws IOException, InterruptedException {
    while (!copying.isDone() && !(Files.exists(copy) && Files.size(copy) > 0)) {
      Thread.sleep(TICK_MILLIS);
    }
    writer.close();
  }

  Transaction reader() {
    return reader;
  }

  Instant time() {
    return time;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } finally {
      writer.close();
    }
  }
}
