package dev.weir.advisor.postgresql;

import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Five sessions, each of which waits for the one before it; the first waits for its client. */
final class Queue {
  private static final int LENGTH = 5;
  private static final Duration LONG = Duration.ofMinutes(10);

  private final Database database;
  private final String change;
  private final Transaction root;
  private final List<Thread> links = new ArrayList<>();

  /**
   * @param change of one row, with {@code %d} for its number: 1 to 6
   */
  Queue(Database database, String change) {
    this.database = database;
    this.change = change;
    root = database.begin(TransactionOptions.DEFAULT.timeout(LONG));
    Clinic.run(root, change.formatted(1));
    for (int i = 1; i <= LENGTH; i++) {
      int own = i + 1;
      links.add(Thread.ofVirtual().start(() -> link(own)));
      await().atMost(Duration.ofMinutes(1)).until(this::waiting, count -> count == own - 1);
    }
  }

  private void link(int own) {
    try (Transaction link = database.begin(TransactionOptions.DEFAULT.timeout(LONG))) {
      Clinic.run(link, change.formatted(own));
      Clinic.run(link, change.formatted(own - 1));
    } catch (WeirException ended) {
      // the queue dissolves when its first is ended
    }
  }

  private int waiting() {
    return database
        .query("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")
        .first(row -> row.intAt(0))
        .orElse(0);
  }

  /** After the first was ended, each goes on by itself. */
  void awaitEnd() {
    await().atMost(Duration.ofMinutes(1)).until(() -> links.stream().noneMatch(Thread::isAlive));
    try {
      root.close();
    } catch (WeirException gone) {
      // it was ended
    }
  }
}
