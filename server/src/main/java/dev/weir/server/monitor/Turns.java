package dev.weir.server.monitor;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which of the servers that share a store looks at a database: the one that did last, until it has
 * not said so for a while. The store's clock counts.
 */
final class Turns {
  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final JdbcClient store;
  private final String server;
  private final Supplier<Duration> held;

  Turns(JdbcClient store, String server, Supplier<Duration> held) {
    this.store = store;
    this.server = server;
    this.held = held;
  }

  /** Takes or keeps the turn; false when another server has it, or the store does not answer. */
  boolean take(String database) {
    try {
      return store
              .sql(
                  """
                  insert into monitor_turn (database, server, until)
                  values (?, ?, now() + make_interval(secs => ?))
                  on conflict (database) do update set server = excluded.server, until = excluded.until
                  where monitor_turn.server = excluded.server or monitor_turn.until < now()\
                  """)
              .params(database, server, held.get().toMillis() / 1000.0)
              .update()
          == 1;
    } catch (DataAccessException e) {
      LOG.warn("The store does not tell who looks at {}: {}", database, e.getMessage());
      return false;
    }
  }

  /** Gives all turns back, so that another server need not wait. */
  void giveBack() {
    try {
      store.sql("delete from monitor_turn where server = ?").param(server).update();
    } catch (DataAccessException e) {
      LOG.debug("The turns could not be given back", e);
    }
  }
}
