package dev.weir.engine;

import dev.weir.api.Result;
import dev.weir.api.WeirException;
import dev.weir.spi.trace.Step;
import dev.weir.spi.trace.Trail;
import java.util.Objects;

/** Tells the tracer of each try by itself. Changes nothing. */
final class TraceAttemptStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    Trail trail = Objects.requireNonNull(request.trail(), "the trace stage has not run");
    try (Step attempt = trail.attempt(Math.max(1, request.attempts()))) {
      try {
        return next.proceed(request);
      } catch (WeirException e) {
        attempt.failed(e);
        throw e;
      }
    }
  }
}
