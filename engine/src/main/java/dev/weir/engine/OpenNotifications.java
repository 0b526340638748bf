package dev.weir.engine;

import dev.weir.api.Caller;
import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.ErrorKind;
import dev.weir.api.Notice;
import dev.weir.api.Notifications;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.engine.Listeners.End;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that outlives its connections. Each is opened by way of the request path, as the
 * caller who asked first, so that a right that was taken away ends the listener. A quiet connection
 * is asked for a sign of life, and what comes after a lost one begins with the gap.
 */
final class OpenNotifications implements Notifications {
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final Duration LEAST_ATTEMPT = Duration.ofSeconds(1);
  private static final long FIRST_PAUSE = Duration.ofMillis(50).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

  private final OpenDatabase database;
  private final Set<String> channels;
  private final Caller caller;
  private final Consumer<OpenNotifications> forget;
  private final AtomicReference<@Nullable End> ended = new AtomicReference<>();
  private final CountDownLatch ending = new CountDownLatch(1);
  private volatile @Nullable Listening listening;
  private Instant sure = Instant.now();
  private long heard = System.nanoTime();
  private long pause;
  private String lost = "";

  OpenNotifications(
      OpenDatabase database,
      Set<String> channels,
      Caller caller,
      Consumer<OpenNotifications> forget) {
    this.database = database;
    this.channels = channels;
    this.caller = caller;
    this.forget = forget;
  }

  @Override
  public Set<String> channels() {
    return channels;
  }

  /** Listens for the first time. */
  void begin() {
    subscribe(database.definition().timeouts().query());
  }

  private void subscribe(Duration limit) {
    Subscription subscription = new Subscription(channels);
    caller.run(() -> database.subscribe(subscription, limit));
    listening = subscription.listening();
    alive();
    pause = 0;
    if (ended.get() != null) {
      cut();
    }
  }

  private void alive() {
    sure = Instant.now();
    heard = System.nanoTime();
  }

  @Override
  public Optional<Notice> next(Duration patience) {
    Duration wait = patience.compareTo(LONGEST) < 0 ? patience : LONGEST;
    Cancellation cancellation = Cancellation.current();
    if (cancellation == null) {
      return Optional.ofNullable(await(Deadline.after(wait)));
    }
    Runnable stop = () -> end(End.CANCELLED);
    cancellation.begin(stop);
    try {
      return Optional.ofNullable(await(Deadline.after(wait)));
    } finally {
      cancellation.end(stop);
    }
  }

  private @Nullable Notice await(Deadline until) {
    do {
      refuseWhenEnded();
      Listening now = listening;
      Notice told = now == null ? again(until) : next(now, until);
      if (told != null) {
        return told;
      }
    } while (!until.passed());
    refuseWhenEnded();
    return null;
  }

  private @Nullable Notice next(Listening now, Deadline until) {
    long patience = database.definition().timeouts().connect().toNanos();
    try {
      long quiet = System.nanoTime() - heard;
      if (quiet >= patience) {
        now.check(Deadline.afterNanos(patience));
        alive();
        quiet = 0;
      }
      Notice told = now.next(Duration.ofNanos(Math.min(until.remainingNanos(), patience - quiet)));
      if (told != null) {
        alive();
      }
      return told;
    } catch (WeirException e) {
      refuseWhenInterrupted(e);
      cut();
      lost = String.valueOf(e.getMessage());
      return null;
    }
  }

  /** Tries to listen again, and tells the gap once it does. */
  private @Nullable Notice again(Deadline until) {
    pauseAtMost(until.remainingNanos());
    refuseWhenEnded();
    Instant since = sure;
    try {
      subscribe(limit(until));
      return new Notice.Gap(since, Instant.now(), lost);
    } catch (WeirException e) {
      refuseWhenInterrupted(e);
      if (e.code().kind() != ErrorKind.UNAVAILABLE || e.code() == CoreError.SHUTTING_DOWN) {
        end(End.CLOSED);
        throw e;
      }
      lost = String.valueOf(e.getMessage());
      pause = Math.clamp(pause * 2, FIRST_PAUSE, LONGEST_PAUSE);
      return null;
    }
  }

  private Duration limit(Deadline until) {
    Duration connect = database.definition().timeouts().connect();
    Duration left = until.remaining();
    Duration least = LEAST_ATTEMPT.compareTo(connect) < 0 ? LEAST_ATTEMPT : connect;
    return left.compareTo(least) < 0 ? least : left.compareTo(connect) < 0 ? left : connect;
  }

  private void pauseAtMost(long nanos) {
    try {
      boolean _ = ending.await(Math.min(pause, nanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait for notifications was interrupted.", e);
    }
  }

  private static void refuseWhenInterrupted(WeirException error) {
    if (error.code() == CoreError.INTERRUPTED || Thread.currentThread().isInterrupted()) {
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait for notifications was interrupted.", error);
    }
  }

  private void refuseWhenEnded() {
    End why = ended.get();
    if (why == null) {
      return;
    }
    String where = "Database " + database.name() + ": ";
    throw switch (why) {
      case CLOSED -> Rejected.because(CoreError.CLOSED, where + "the listener is closed.");
      case CANCELLED -> Rejected.because(CoreError.CANCELLED, where + "listening was cancelled.");
      case SHUTTING_DOWN ->
          Unavailable.because(CoreError.SHUTTING_DOWN, where + "it is being closed.");
    };
  }

  /** The next wait goes on with the node that the database has now. */
  void move() {
    Listening now = listening;
    if (now != null) {
      now.close();
    }
  }

  private void cut() {
    Listening now = listening;
    listening = null;
    if (now != null) {
      now.close();
    }
  }

  void end(End why) {
    if (ended.compareAndSet(null, why)) {
      forget.accept(this);
      ending.countDown();
      Listening now = listening;
      if (now != null) {
        now.close();
      }
    }
  }

  @Override
  public void close() {
    end(End.CLOSED);
  }
}
