package dev.weir.store.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Gives up work in which nothing moves any more. A socket's time-out does not cover writing, so the
 * work runs in a virtual thread of its own: interrupting that closes its socket.
 */
public final class Watch {
  private static final int LOOKS = 20;

  private Watch() {}

  /**
   * Runs the work, and interrupts it when {@code moved} stays as it is for {@code stall}.
   *
   * @throws PassingFault when it was given up
   */
  public static <T> T over(Duration stall, AtomicLong moved, Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread worker = Thread.ofVirtual().name("weir-store").start(task);
    long pause = Math.max(1, stall.toMillis() / LOOKS);
    long last = moved.get();
    long since = System.nanoTime();
    while (true) {
      try {
        return task.get(pause, TimeUnit.MILLISECONDS);
      } catch (TimeoutException stillAtWork) {
        if (moved.get() != last) {
          last = moved.get();
          since = System.nanoTime();
        } else if (System.nanoTime() - since > stall.toNanos()) {
          giveUp(worker);
          throw new PassingFault("nothing moved for " + text(stall), null);
        }
      } catch (InterruptedException e) {
        giveUp(worker);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        throw unwrapped(e.getCause());
      }
    }
  }

  /** Interrupting closes channels first, which may hang as the work does. */
  private static void giveUp(Thread worker) {
    Thread.ofVirtual().name("weir-store-end").start(worker::interrupt);
  }

  private static Exception unwrapped(@Nullable Throwable cause) {
    return switch (cause) {
      case Exception exception -> exception;
      case Error error -> throw error;
      case null, default -> new IOException(cause);
    };
  }

  static String text(Duration duration) {
    return duration.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
  }
}
