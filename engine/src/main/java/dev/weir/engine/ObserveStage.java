package dev.weir.engine;

import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.WeirException;
import dev.weir.spi.trace.Trail;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every request and tells the listeners when it is done with: at once, or when its rows
 * are closed. Changes nothing but the error, which gets the facts that were missing. What Weir asks
 * by itself is not told as slow.
 */
final class ObserveStage implements Stage {
  private static final Logger SLOW = LoggerFactory.getLogger("dev.weir.slow");

  private final Meter meter;
  private final List<RequestListener> listeners;

  ObserveStage(Meter meter, List<RequestListener> listeners) {
    this.meter = meter;
    this.listeners = listeners;
  }

  @Override
  public Result proceed(Request request, Next next) {
    meter.began();
    try {
      Result result = next.proceed(request);
      if (result instanceof Rows rows) {
        return new EngineRows(rows, request, this);
      }
      done(
          request,
          result instanceof Result.Updated updated
              ? updated.count()
              : result instanceof Result.Batched batched ? batched.total() : -1,
          null);
      return result;
    } catch (WeirException e) {
      WeirException.with(e, "database", request.database().name());
      done(request, -1, e);
      throw e;
    }
  }

  void done(Request request, long rows, @Nullable WeirException error) {
    long took = System.nanoTime() - request.start();
    meter.ended(took, rows, error);
    if (took >= request.database().slowNanos() && !Looking.is(request)) {
      meter.slow();
      SLOW.warn(
          "Database {}: {} ms, {} rows, fingerprint {}: {}",
          request.database().name(),
          took / 1_000_000,
          rows,
          request.fingerprint(),
          request.normalized());
    }
    Trail trail = request.trail();
    if (trail != null) {
      if (trail.sampled()) {
        meter.traced(trail.traceId(), trail.spanId(), took);
      }
      trail.ended(Telling.summary(request), rows, error);
    }
    if (!listeners.isEmpty()) {
      Duration duration = Duration.ofNanos(took);
      for (RequestListener listener : listeners) {
        listener.finished(request, duration, rows, error);
      }
    }
  }
}
