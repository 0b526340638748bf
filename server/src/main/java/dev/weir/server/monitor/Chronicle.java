package dev.weir.server.monitor;

import dev.weir.operations.report.Past;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads from the history how a database was doing, as reports tell it. */
@Component
public final class Chronicle {
  private final Watchman watchman;
  private final JdbcClient store;

  Chronicle(Watchman watchman, JdbcClient store) {
    this.watchman = watchman;
    this.store = store;
  }

  /**
   * How a database was doing, the minute that is under way included.
   *
   * @param inside its name in the server; its own numbers go before those of the server
   */
  public Past of(String database, String inside, Instant until, Duration span) {
    Points _ = watchman.points();
    return new PastReading(store, database, inside, until, span).past();
  }
}
