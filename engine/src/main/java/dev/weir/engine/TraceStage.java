package dev.weir.engine;

import dev.weir.api.Result;
import dev.weir.spi.trace.Tracer;

/**
 * Has a tracer follow the request; its end is told where requests are observed. Changes nothing.
 */
final class TraceStage implements Stage {
  private final Tracer tracer;

  TraceStage(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Result proceed(Request request, Next next) {
    request.trail(tracer.begin(request.database().name(), request.action()));
    return next.proceed(request);
  }
}
