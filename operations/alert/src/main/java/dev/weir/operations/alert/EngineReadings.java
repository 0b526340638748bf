package dev.weir.operations.alert;

import dev.weir.api.ErrorKind;
import dev.weir.api.Health.PoolStatus;
import dev.weir.engine.Engine;
import dev.weir.engine.EngineNode;
import dev.weir.engine.Meter;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.stage.CircuitBreaker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What the engine's own meters and pools tell. Shares and counts are of the last five minutes, and
 * shares of fewer than {@link #FEWEST} requests are not told, because they mean nothing.
 */
public final class EngineReadings implements ReadingSource {
  static final long FEWEST = 20;
  private static final long WINDOW = Duration.ofMinutes(5).toNanos();

  private final Engine engine;
  private final LongSupplier clock;
  private final Map<String, Deque<Seen>> past = new HashMap<>();

  public EngineReadings(Engine engine) {
    this(engine, System::nanoTime);
  }

  EngineReadings(Engine engine, LongSupplier clock) {
    this.engine = engine;
    this.clock = clock;
  }

  private record Seen(long at, Meter.Snapshot meter) {}

  @Override
  public Set<String> tells() {
    return Set.of(
        "requests.failed-share",
        "requests.slow-share",
        "requests.refused",
        "pool.starved",
        "pool.overdue",
        "breaker.open");
  }

  @Override
  public synchronized List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    Map<String, OpenDatabase> open = engine.openedByName();
    past.keySet().retainAll(open.keySet());
    open.forEach((name, database) -> {
      requests(readings, name, database.metrics());
      node(readings, name, database.primary());
    });
    return readings;
  }

  private void requests(List<Reading> readings, String name, Meter.Snapshot now) {
    Deque<Seen> seen = past.computeIfAbsent(name, _ -> new ArrayDeque<>());
    long at = clock.getAsLong();
    if (!seen.isEmpty() && now.ended() < seen.getLast().meter().ended()) {
      // Opened anew: it counts from the beginning.
      seen.clear();
    }
    seen.add(new Seen(at, now));
    while (seen.size() > 2 && at - seen.getFirst().at() > WINDOW) {
      seen.removeFirst();
    }
    Meter.Snapshot then = seen.getFirst().meter();
    long ended = now.ended() - then.ended();
    if (ended >= FEWEST) {
      double failed = failures(now) - failures(then);
      readings.add(Reading.of("requests.failed-share", name, failed / ended));
      readings.add(
          Reading.of("requests.slow-share", name, (double) (now.slow() - then.slow()) / ended));
    }
    readings.add(
        Reading.of(
            "requests.refused",
            name,
            (double) now.errors(ErrorKind.DENIED) - then.errors(ErrorKind.DENIED)));
  }

  /**
   * What callers cannot help: a request that was wrong or not allowed is no failure of a database.
   */
  private static double failures(Meter.Snapshot snapshot) {
    return (double) snapshot.errors(ErrorKind.FAILED)
        + snapshot.errors(ErrorKind.UNAVAILABLE)
        + snapshot.errors(ErrorKind.BUG);
  }

  private static void node(List<Reading> readings, String name, EngineNode node) {
    PoolStatus pool = node.node().pool();
    boolean full = pool.active() >= pool.limit();
    readings.add(new Reading("pool.starved", name, node.role(), full ? pool.waiting() : 0));
    readings.add(new Reading("pool.overdue", name, node.role(), node.leases().overdue()));
    boolean closed = node.breaker().state() == CircuitBreaker.State.CLOSED;
    readings.add(new Reading("breaker.open", name, node.role(), closed ? 0 : 1));
  }
}
