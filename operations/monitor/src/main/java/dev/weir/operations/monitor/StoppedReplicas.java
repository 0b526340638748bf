package dev.weir.operations.monitor;

import dev.weir.spi.monitor.ReplicaFigures;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Since when replicas are seen not to replicate. The engine tells no lag of such a one; it lags at
 * least by that time. For one thread.
 */
final class StoppedReplicas {
  private final Map<String, Long> since = new HashMap<>();

  /**
   * Seconds, at least; null where nobody knows.
   *
   * @param now of {@link System#nanoTime}
   */
  @Nullable Double lag(String about, ReplicaFigures end, long now) {
    if (end.problem() == null) {
      since.remove(about);
      return end.lagSeconds();
    }
    double seconds = (now - since.computeIfAbsent(about, _ -> now)) / 1e9;
    return end.lagSeconds() == null
        ? Double.valueOf(seconds)
        : Double.valueOf(Math.max(seconds, end.lagSeconds()));
  }
}
