package dev.weir.spi.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of the server.
 *
 * @param id the server's own
 * @param kind {@code client}, or which of the server's own workers
 * @param state {@code active}, {@code idle}, {@code idle in transaction} …; {@code hidden} where
 *     the server does not tell it
 * @param opened when it was opened; with the id it names a session for good
 * @param inTransaction for how long; null outside of a transaction
 * @param inState for how long
 * @param waitsFor such as {@code Lock: transactionid}; null when it waits for nothing
 * @param wants the lock that it waits for, in words; null when it waits for none
 * @param blockedBy ids of those that must go on first
 * @param statement what runs, or ran last; without literals
 */
public record SessionFigures(
    String id,
    String kind,
    @Nullable String user,
    @Nullable String database,
    @Nullable String application,
    @Nullable String address,
    String state,
    @Nullable Instant opened,
    @Nullable Duration inTransaction,
    @Nullable Duration inState,
    @Nullable String waitsFor,
    @Nullable String wants,
    List<String> blockedBy,
    @Nullable String statement) {
  public SessionFigures {
    blockedBy = List.copyOf(blockedBy);
  }
}
