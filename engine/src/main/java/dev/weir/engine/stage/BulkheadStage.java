package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.Result;
import dev.weir.api.Unavailable;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Gives each service its share of a database's sessions, so that one cannot starve another. Reads
 * the service; holds a place until the result is done with; answers {@code WEIR-024} when none
 * becomes free before the deadline.
 */
public final class BulkheadStage implements Stage {
  private final Map<String, Integer> shares;
  private final ConcurrentHashMap<String, Semaphore> places = new ConcurrentHashMap<>();

  /**
   * @param shares sessions by service; {@code *} for each service that is not named
   */
  public BulkheadStage(Map<String, Integer> shares) {
    this.shares = Map.copyOf(shares);
  }

  @Override
  public Result proceed(Request request, Next next) {
    Integer share = shares.getOrDefault(request.service(), shares.get("*"));
    if (share == null || request.pin() != null && request.pin().begun()) {
      return next.proceed(request);
    }
    Semaphore free = places.computeIfAbsent(request.service(), _ -> new Semaphore(share, true));
    enter(free, request, share);
    boolean held = false;
    try {
      Result result = next.proceed(request);
      request.whenFinished(result, free::release);
      held = true;
      return result;
    } finally {
      if (!held) {
        free.release();
      }
    }
  }

  private static void enter(Semaphore free, Request request, int share) {
    try {
      long wait =
          Math.min(
              request.deadline().remainingNanos(),
              request.database().definition().pool().acquireTimeout().toNanos());
      if (!free.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
        throw Unavailable.because(
            CoreError.BULKHEAD_FULL,
            "Database "
                + request.database().name()
                + ": service "
                + request.service()
                + " uses all "
                + share
                + " of its connections.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          CoreError.INTERRUPTED, "The wait for a connection was interrupted.", e);
    }
  }
}
