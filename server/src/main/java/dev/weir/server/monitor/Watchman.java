package dev.weir.server.monitor;

import dev.weir.Weir;
import dev.weir.engine.config.Settings;
import dev.weir.operations.monitor.Collecting;
import dev.weir.operations.monitor.Rhythm;
import dev.weir.operations.monitor.SlowStatements;
import dev.weir.operations.monitor.StatementTimes;
import dev.weir.server.catalog.ServerCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at every database of the catalog for as long as the server runs, and keeps the history
 * tidy.
 */
@Component
final class Watchman implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);
  private static final Duration TIDYING = Duration.ofMinutes(10);

  private final Weir weir;
  private final ServerCatalog catalog;
  private final StoredHistory history;
  private final Turns turns;
  private final StatementTimes times = new StatementTimes();
  private volatile @Nullable Collecting collecting;
  private @Nullable Thread tidying;

  Watchman(Weir weir, ServerCatalog catalog, JdbcClient store, DataSource source) {
    this.weir = weir;
    this.catalog = catalog;
    this.history = StoredHistory.in(source);
    this.turns =
        new Turns(store, UUID.randomUUID().toString(), () -> settings().interval().multipliedBy(3));
  }

  /** The points, those of the minute that is under way included. */
  Points points() {
    history.flush();
    return history.points();
  }

  /** What the last look at each database took; only those that this server looks at. */
  Map<String, Duration> costs() {
    Collecting running = collecting;
    return running == null ? Map.of() : running.costs();
  }

  @Override
  public void start() {
    weir.engine().listen(new SlowStatements(history, () -> settings().measureSlow()));
    weir.engine().listen(times);
    collecting = new Collecting(weir.engine(), history, turns::take, rhythm(), times);
    catalog.follow(this::changed);
    tidying = Thread.ofVirtual().name("weir-monitor-tidying").start(this::tidy);
  }

  private Settings.Monitoring settings() {
    return catalog.settings().monitoring();
  }

  private Rhythm rhythm() {
    return Rhythm.every(settings().interval());
  }

  /** How long points are kept. */
  Retention retention() {
    return Retention.of(settings());
  }

  private void changed() {
    Collecting running = collecting;
    if (running != null) {
      running.rhythm(rhythm());
    }
  }

  private void tidy() {
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(TIDYING.toMillis());
        history.tidy(Instant.now(), retention());
      } catch (InterruptedException e) {
        return;
      } catch (DataAccessException e) {
        LOG.warn("The history could not be tidied: {}", e.getMessage());
      }
    }
  }

  @Override
  public void stop() {
    Collecting running = collecting;
    collecting = null;
    if (running != null) {
      running.close();
    }
    if (tidying != null) {
      tidying.interrupt();
      tidying = null;
    }
    history.flush();
    turns.giveBack();
  }

  @Override
  public boolean isRunning() {
    return collecting != null;
  }
}
