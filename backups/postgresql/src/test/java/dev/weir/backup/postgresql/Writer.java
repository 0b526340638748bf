package dev.weir.backup.postgresql;

import dev.weir.api.Database;
import java.util.concurrent.atomic.AtomicLong;

/** Writes all the time, two tables that belong together in each transaction. */
final class Writer implements AutoCloseable {
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private volatile boolean ended;

  private Writer(Database database) {
    thread =
        Thread.ofVirtual()
            .start(() -> {
              while (!ended) {
                write(database);
              }
            });
  }

  static Writer on(Database database) {
    return new Writer(database);
  }

  private void write(Database database) {
    try {
      database.transaction(transaction -> {
        transaction.update(
            "insert into visits (patient_id, note) select id, 'busy ' || clock_timestamp()"
                + " from patients order by random() limit 1");
        transaction.update("update counters set value = value + 1");
        return true;
      });
      written.incrementAndGet();
    } catch (RuntimeException e) {
      // a server that was killed, or one that restores, takes no writes
    }
  }

  long written() {
    return written.get();
  }

  @Override
  public void close() throws InterruptedException {
    ended = true;
    thread.join();
  }
}
