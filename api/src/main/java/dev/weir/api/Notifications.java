package dev.weir.api;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A listener to channels of a database, on a connection of its own outside the pool. A lost
 * connection is opened again by {@link #next}, which then tells a {@link Notice.Gap}: nothing is
 * missed in silence. Ask for the next notice steadily, for what is not fetched waits on the server
 * or is told as missed. For one thread at a time, except {@link #close}.
 *
 * <pre>{@code
 * try (Notifications orders = database.listen("orders")) {
 *   orders.next(Duration.ofSeconds(10)).ifPresent(notice -> refresh());
 * }
 * }</pre>
 */
public interface Notifications extends AutoCloseable {
  /** What is listened to. */
  Set<String> channels();

  /**
   * Waits for the next notice; empty when none came in this time. While the server is away it tries
   * to reach it, which may take a second longer.
   *
   * @throws Rejected with {@code WEIR-003} once it is closed, {@code WEIR-022} when it was
   *     cancelled
   * @throws Unavailable with {@code WEIR-027} when Weir shuts down
   * @throws Denied when the right to listen was taken away meanwhile
   */
  Optional<Notice> next(Duration patience);

  /** Ends listening; a wait under way ends at once. Safe to call twice and from any thread. */
  @Override
  void close();
}
