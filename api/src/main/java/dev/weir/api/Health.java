package dev.weir.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a database is, as seen just now. */
public record Health(String database, Status status, List<NodeHealth> nodes, List<String> advice) {
  public Health {
    nodes = List.copyOf(nodes);
    advice = List.copyOf(advice);
  }

  /** How well it is. */
  public enum Status {
    UP,
    /** It answers, but something needs looking at. */
    DEGRADED,
    DOWN
  }

  /**
   * How one node is.
   *
   * @param role {@code primary} or {@code replica}
   * @param version the server's own words; null when it did not answer
   * @param latency of the probe, borrowing a session included; null when it did not answer
   * @param error what went wrong, with its code; null when all is well
   */
  public record NodeHealth(
      String node,
      String role,
      Status status,
      @Nullable String version,
      @Nullable Duration latency,
      PoolStatus pool,
      @Nullable String error) {}

  /**
   * A node's pool at a moment.
   *
   * @param limit the most sessions it may hold now
   */
  public record PoolStatus(int active, int idle, int waiting, int limit) {
    public static final PoolStatus NONE = new PoolStatus(0, 0, 0, 0);

    public int total() {
      return active + idle;
    }
  }
}
