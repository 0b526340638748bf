package dev.weir.spi;

import dev.weir.api.Notice;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which the server tells of notifications; outside the pool. It ends with the
 * connection: the engine opens another and tells the gap. For one thread at a time, except {@link
 * #close}.
 */
public interface Listening extends AutoCloseable {
  /**
   * Waits for a notice; null when none came in this time.
   *
   * @throws dev.weir.api.WeirException when the connection is lost or closed
   */
  @Nullable Notice next(Duration patience);

  /**
   * Asks the server for a sign of life, since a network that swallows everything looks like quiet.
   *
   * @throws dev.weir.api.WeirException when none comes in time
   */
  void check(Deadline deadline);

  /** Cuts the connection; a wait under way ends at once. Safe to call twice. */
  @Override
  void close();
}
