package dev.weir.operations.monitor;

import dev.weir.api.WeirException;
import dev.weir.engine.Looking;
import dev.weir.engine.Request;
import dev.weir.engine.RequestListener;
import dev.weir.engine.Times;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long statements of Weir's own path take, by database and fingerprint, from the call to the
 * last row. Of each database the first 500 fingerprints after each taking are counted, so that one
 * that makes up its statements costs no memory.
 */
public final class StatementTimes implements RequestListener {
  private static final int MOST = 500;

  private final Map<String, Map<String, Timed>> byDatabase = new ConcurrentHashMap<>();

  /**
   * A statement and what it took.
   *
   * @param text without literals
   */
  record Timed(String fingerprint, String text, Times times) {
    /** As far as Weir's own path knows it. */
    StatementFigures figures() {
      double seconds = times.total() / 1e9;
      return new StatementFigures(
          fingerprint, text, times.count(), seconds, 0, 0, 0, 0, 0, 0, "own path");
    }
  }

  @Override
  public void finished(Request request, Duration took, long rows, @Nullable WeirException error) {
    if (request.statement() == null || request.fingerprint().isEmpty() || Looking.is(request)) {
      return;
    }
    Map<String, Timed> known =
        byDatabase.computeIfAbsent(request.database().name(), _ -> new ConcurrentHashMap<>());
    Timed timed = known.get(request.fingerprint());
    if (timed == null && known.size() < MOST) {
      timed =
          known.computeIfAbsent(
              request.fingerprint(),
              fingerprint -> new Timed(fingerprint, request.normalized(), new Times()));
    }
    if (timed != null) {
      timed.times().add(took.toNanos());
    }
  }

  /**
   * What was counted of a database since it was taken the last time, the longest in sum first. A
   * request that ends at this moment may be left out.
   */
  List<Timed> take(String database) {
    Map<String, Timed> taken = byDatabase.remove(database);
    if (taken == null) {
      return List.of();
    }
    // Sums may still grow, and a sort must not see that.
    return taken.values().stream()
        .map(each -> Map.entry(each.times().total(), each))
        .sorted(Map.Entry.<Long, Timed>comparingByKey().reversed())
        .map(Map.Entry::getValue)
        .toList();
  }
}
