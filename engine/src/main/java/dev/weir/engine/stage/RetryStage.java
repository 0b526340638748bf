package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.Result;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Tries again what may be tried again: when the statement is known not to have taken effect, or
 * running it twice does no harm. Waits longer each time, with jitter (full jitter, AWS Architecture
 * Blog 2015). Inside a transaction nothing is retried; there the whole transaction is.
 */
public final class RetryStage implements Stage {
  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public Result proceed(Request request, Next next) {
    if (request.pin() != null) {
      return next.proceed(request);
    }
    Definition.Retry policy = request.database().definition().retry();
    while (true) {
      request.countAttempt();
      try {
        return next.proceed(request);
      } catch (WeirException e) {
        if (request.attempts() >= policy.attempts() || !mayRepeat(request, e)) {
          throw WeirException.with(e, "attempts", Integer.toString(request.attempts()));
        }
        long pause = pause(policy, request.attempts());
        if (request.deadline().remainingNanos() <= pause) {
          throw WeirException.with(e, "attempts", Integer.toString(request.attempts()));
        }
        sleep(pause);
      }
    }
  }

  private static boolean mayRepeat(Request request, WeirException error) {
    boolean harmless = error.effect() == Effect.NONE || request.repeatable();
    if (!harmless || request.driven() && request.sent()) {
      return false;
    }
    return switch (error.code()) {
      // They have waited already; another round would only lengthen the queue.
      case CoreError code -> code == CoreError.DEADLINE && !request.deadline().passed();
      case DatabaseError code ->
          code == DatabaseError.CONNECTION_LOST_DURING
              || code.retryable() && code != DatabaseError.STATEMENT_TIMEOUT;
      default -> error.retryable();
    };
  }

  private static long pause(Definition.Retry policy, int attempt) {
    double longest = (double) policy.delay().toNanos() * Math.pow(policy.backoff(), attempt - 1.0);
    long bound = Math.min((long) longest, policy.maxDelay().toNanos());
    return bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1);
  }

  private static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait before another attempt was interrupted.", e);
    }
  }
}
