package dev.weir.engine;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.WeirException;
import dev.weir.engine.stage.LatencyEstimate;
import dev.weir.spi.Deadline;

/**
 * Gives each attempt its limit and ends it when that has passed: cancelled on the server, then cut.
 * The limit is the request's own deadline; where the caller named none and the adaptive timeout is
 * on, what the same statement usually takes decides, within floor and ceiling. That one begins when
 * the attempt has a session, because the wait for it says nothing of the statement, and it ends
 * only what may be repeated: a guess from the past never breaks off a change. Rows are watched
 * while the consumer waits for them. Answers {@code WEIR-021}.
 */
final class TimeoutStage implements Stage {
  private final DeadlineWatch watch;
  private final boolean adaptive;

  TimeoutStage(DeadlineWatch watch, boolean adaptive) {
    this.watch = watch;
    this.adaptive = adaptive;
  }

  @Override
  public Result proceed(Request request, Next next) {
    boolean explicit = request.options().timeout() != null;
    long now = System.nanoTime();
    long allowed =
        request.deadline().isNever() ? Long.MAX_VALUE / 4 : request.deadline().at() - now;
    boolean learns =
        adaptive
            && !explicit
            && request.isUnderstood()
            && request.repeatable()
            && request.call() == null
            && !request.driven();
    Definition.Timeouts limits = request.database().definition().timeouts();
    long usual =
        learns && request.pin() == null
            ? request.understood().latency().limit(limits.floor(), limits.ceiling())
            : Long.MAX_VALUE;
    request.attempt(Deadline.at(now + allowed, allowed));
    DeadlineWatch.Attempt attempt =
        watch.watch(now + allowed, allowed, usual, explicit, limits.query().toNanos());
    request.watched(attempt);
    Runnable forget = follow(attempt);
    boolean open = false;
    try {
      Result result = next.proceed(request);
      if (learns) {
        request.understood().latency().saw(System.nanoTime() - attempt.began(now));
      }
      if (result instanceof Rows) {
        attempt.leave();
        request.whenFinished(result, forget);
        open = true;
      }
      return result;
    } catch (WeirException e) {
      if (learns && request.sent() && attempt.expired() && !attempt.cancelled()) {
        LatencyEstimate latency = request.understood().latency();
        latency.ranOut(attempt.allowed());
      }
      throw explain(request, attempt, e);
    } finally {
      if (!open) {
        forget.run();
      }
    }
  }

  /** Has the caller's cancellation, if there is one, end the attempt; answers what undoes that. */
  private Runnable follow(DeadlineWatch.Attempt attempt) {
    Cancellation cancellation = Cancellation.current();
    if (cancellation == null) {
      return () -> watch.forget(attempt);
    }
    Runnable stop = attempt::cancel;
    cancellation.begin(stop);
    return () -> {
      cancellation.end(stop);
      watch.forget(attempt);
    };
  }

  /** An error that the watch caused is told as the deadline that it was. */
  static WeirException explain(
      Request request, DeadlineWatch.Attempt attempt, WeirException error) {
    if (!attempt.expired() || error.code() == CoreError.DEADLINE) {
      return error;
    }
    if (attempt.cancelled()) {
      return cancelled(request, error);
    }
    Effect effect =
        attempt.cut() && request.sent() && !request.repeatable() ? Effect.UNKNOWN : Effect.NONE;
    String took = java.time.Duration.ofNanos(attempt.allowed()).toMillis() + " ms";
    String known =
        effect == Effect.UNKNOWN
            ? " The server did not confirm the cancel, so whether it took effect is not known."
            : "";
    WeirException late =
        WeirException.of(
            CoreError.DEADLINE,
            "Database " + request.database().name() + ": no answer within " + took + "." + known,
            error,
            effect);
    return WeirException.with(late, "database", request.database().name());
  }

  private static WeirException cancelled(Request request, WeirException error) {
    WeirException told =
        WeirException.of(
            CoreError.CANCELLED,
            "Database " + request.database().name() + ": the request was cancelled.",
            error,
            error.effect());
    return WeirException.with(told, "database", request.database().name());
  }
}
