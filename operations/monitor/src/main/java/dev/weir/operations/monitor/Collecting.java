package dev.weir.operations.monitor;

import dev.weir.api.Feature;
import dev.weir.api.WeirException;
import dev.weir.engine.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects from every database of an engine, each in a loop of its own: one that hangs delays no
 * other, and none is ever looked at twice at a time. A look that fails or takes too long is tried
 * again at its next turn.
 */
public final class Collecting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Collecting.class);

  /** How soon a database that is new in the catalog is looked at, however long the interval. */
  private static final Duration NOTICED = Duration.ofSeconds(15);

  private static final Duration FOREVER = Duration.ofDays(365);

  private final Engine engine;
  private final History history;
  private final Predicate<String> mine;
  private final StatementTimes times;
  private final Map<String, Thread> loops = new HashMap<>();
  private final Map<String, Duration> costs = new ConcurrentHashMap<>();
  private final Thread keeper;
  private volatile Rhythm rhythm;
  private volatile boolean closed;

  /**
   * Begins.
   *
   * @param mine whether this node is the one that collects from a database; asked before each look
   * @param times of Weir's own path, listening to the engine where they are wanted
   */
  public Collecting(
      Engine engine, History history, Predicate<String> mine, Rhythm rhythm, StatementTimes times) {
    this.engine = engine;
    this.history = history;
    this.mine = mine;
    this.times = times;
    this.rhythm = rhythm;
    this.keeper = Thread.ofVirtual().name("weir-monitor").start(this::keep);
  }

  /** Looks in another rhythm from now on. */
  public synchronized void rhythm(Rhythm now) {
    rhythm = now;
    notifyAll();
  }

  /** What the last look at each database took. */
  public Map<String, Duration> costs() {
    return Map.copyOf(costs);
  }

  /** Starts a loop for each database that has none, until closed. */
  private void keep() {
    while (!closed) {
      engine
          .definitions()
          .forEach((name, definition) -> {
            Thread loop = loops.get(name);
            if (definition.enabled(Feature.MONITORING, true) && (loop == null || !loop.isAlive())) {
              loops.put(
                  name, Thread.ofVirtual().name("weir-monitor-" + name).start(() -> loop(name)));
            }
          });
      if (!pause(System.nanoTime(), NOTICED)) {
        return;
      }
    }
  }

  private boolean wanted(String database) {
    var definition = engine.definitions().get(database);
    return !closed && definition != null && definition.enabled(Feature.MONITORING, true);
  }

  private void loop(String database) {
    @Nullable Collector collector = null;
    while (wanted(database)) {
      long start = System.nanoTime();
      try {
        if (mine.test(database)) {
          if (collector == null) {
            collector = new Collector(Monitored.of(engine.database(database)), history, times);
          }
          costs.put(database, collector.collect(Instant.now(), rhythm));
        } else {
          collector = null;
          times.take(database);
        }
      } catch (WeirException e) {
        if (e.code() == MonitorError.NO_MONITOR) {
          LOG.debug("Database {} has no monitor", database);
          return;
        }
        LOG.warn("Database {} could not be looked at: {}", database, e.explanation());
      } catch (RuntimeException e) {
        LOG.warn("Database {} could not be looked at; it goes on", database, e);
      }
      boolean late = System.nanoTime() - start > rhythm.interval().toNanos();
      if (!pause(late ? System.nanoTime() : start, FOREVER)) {
        return;
      }
    }
  }

  /**
   * Waits until an interval, as long as it is by then, is over, or {@code most}; false when closed.
   */
  private synchronized boolean pause(long since, Duration most) {
    try {
      while (!closed) {
        long wanted = Math.min(rhythm.interval().toNanos(), most.toNanos());
        long left = wanted - (System.nanoTime() - since);
        if (left <= 0) {
          return true;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Override
  public void close() {
    closed = true;
    keeper.interrupt();
    try {
      keeper.join();
      for (Thread loop : loops.values()) {
        loop.interrupt();
        loop.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
