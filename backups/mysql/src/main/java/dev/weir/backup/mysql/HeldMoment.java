package dev.weir.backup.mysql;

import dev.weir.api.Database;
import dev.weir.api.Isolation;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.backup.mysql.Tables.Table;
import dev.weir.runtime.program.Command;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * One state of a server that a dump and a transaction both see: a read lock keeps others from
 * writing until both have their snapshot, which is a moment.
 */
final class HeldMoment implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ReadLock lock;
  private final Transaction reader;

  private HeldMoment(ReadLock lock, Transaction reader) {
    this.lock = lock;
    this.reader = reader;
  }

  /**
   * @param client the client program with its login
   * @throws IOException when the lock is not ours to take or not to be had in time
   */
  static HeldMoment of(Database database, List<Table> tables, Command client, Work work)
      throws IOException {
    ReadLock lock = ReadLock.take(client, work);
    try {
      return new HeldMoment(lock, reader(database, tables));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The first row that is read makes the snapshot, if its table knows transactions. */
  private static Transaction reader(Database database, List<Table> tables) {
    Transaction reader =
        database.begin(
            TransactionOptions.DEFAULT
                .attempts(1)
                .timeout(MysqlDump.LONG)
                .isolation(Isolation.REPEATABLE_READ));
    try {
      for (Table table : tables) {
        reader.query("select 1 from " + table.quoted() + " limit 1").list(row -> row.longAt(0));
      }
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  /** Lets others write again once the dump has begun; answers false when it did not in time. */
  boolean untilBegun(DumpHead dump) throws InterruptedException {
    try {
      return dump.begun(PATIENCE.toMillis());
    } finally {
      lock.close();
    }
  }

  Transaction reader() {
    return reader;
  }

  @Override
  public void close() {
    lock.close();
    reader.close();
  }
}
