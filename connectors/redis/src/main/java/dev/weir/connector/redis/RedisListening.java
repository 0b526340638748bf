package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.Notice;
import dev.weir.api.Notice.Gap;
import dev.weir.api.Notice.Notification;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * SUBSCRIBE and PSUBSCRIBE on a connection of its own. The server sends whether anyone reads or
 * not, so a bounded number waits here; what does not fit is dropped and told as a gap.
 */
final class RedisListening extends RedisPubSubAdapter<byte[], byte[]>
    implements Listening, RedisConnectionStateListener {
  private static final int MOST_WAITING = 10_000;

  private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
  private final String node;

  /** Ends with an empty Optional once the connection is lost. */
  private final LinkedBlockingQueue<Optional<Notice>> waiting = new LinkedBlockingQueue<>();

  private volatile @Nullable Instant missedSince;

  private RedisListening(StatefulRedisPubSubConnection<byte[], byte[]> connection, String node) {
    this.connection = connection;
    this.node = node;
  }

  static Listening begin(
      StatefulRedisPubSubConnection<byte[], byte[]> connection,
      String node,
      Set<String> channels,
      Deadline deadline) {
    RedisListening listening = new RedisListening(connection, node);
    connection.addListener((RedisConnectionStateListener) listening);
    connection.addListener((RedisPubSubListener<byte[], byte[]>) listening);
    boolean begun = false;
    try {
      listening.subscribe(channels, deadline);
      begun = true;
    } finally {
      if (!begun) {
        listening.close();
      }
    }
    return listening;
  }

  private void subscribe(Set<String> channels, Deadline deadline) {
    RedisPubSubAsyncCommands<byte[], byte[]> commands = connection.async();
    byte[][] plain = bytes(channels, false);
    byte[][] patterns = bytes(channels, true);
    if (plain.length > 0) {
      await(commands.subscribe(plain), deadline);
    }
    if (patterns.length > 0) {
      await(commands.psubscribe(patterns), deadline);
    }
  }

  private static byte[][] bytes(Set<String> channels, boolean patterns) {
    return channels.stream()
        .filter(channel -> isPattern(channel) == patterns)
        .map(Texts::bytes)
        .toArray(byte[][]::new);
  }

  static boolean isPattern(String channel) {
    return channel.matches("(?s).*[*?\\[].*");
  }

  private void await(RedisFuture<?> future, Deadline deadline) {
    try {
      future.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw Unavailable.because(CoreError.DEADLINE, node + " did not answer in time.", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RedisCommandExecutionException said
          ? RedisErrors.fault(String.valueOf(said.getMessage()), node, Effect.NONE)
          : lost(e);
    } catch (java.util.concurrent.CancellationException e) {
      throw lost(e);
    }
  }

  private WeirException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return Unavailable.because(
        CoreError.INTERRUPTED,
        "The wait for notifications of " + node + " was interrupted.",
        cause);
  }

  private WeirException lost(@Nullable Exception cause) {
    return WeirException.of(
        DatabaseError.CONNECTION_LOST_DURING,
        "The connection to " + node + " that listened is lost.",
        cause,
        Effect.NONE);
  }

  @Override
  public void message(byte[] channel, byte[] payload) {
    if (missedSince == null && waiting.size() < MOST_WAITING) {
      waiting.add(
          Optional.of(
              new Notification(Texts.printable(channel), Texts.printable(payload), Instant.now())));
    } else if (missedSince == null) {
      missedSince = Instant.now();
    }
  }

  @Override
  public void message(byte[] pattern, byte[] channel, byte[] payload) {
    message(channel, payload);
  }

  @Override
  public void onRedisDisconnected(io.lettuce.core.RedisChannelHandler<?, ?> handler) {
    waiting.add(Optional.empty());
  }

  @Override
  public @Nullable Notice next(Duration patience) {
    try {
      Optional<Notice> next = waiting.poll();
      if (next == null) {
        Instant missed = missedSince;
        if (missed != null) {
          missedSince = null;
          return new Gap(missed, Instant.now(), "The listener did not keep up with " + node + ".");
        }
        next = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      }
      if (next != null && next.isEmpty()) {
        waiting.add(next);
        throw lost(null);
      }
      return next == null ? null : next.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  @Override
  public void check(Deadline deadline) {
    await(connection.async().ping(), deadline);
  }

  @Override
  public void close() {
    waiting.add(Optional.empty());
    connection.closeAsync();
  }
}
