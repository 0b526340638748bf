package dev.weir.operations.telemetry;

import dev.weir.api.WeirException;
import dev.weir.spi.trace.Step;
import io.opentelemetry.api.trace.Span;

/** A part of the way of which the server is told nothing. */
record SpanStep(Span span, Runnable end) implements Step {
  @Override
  public void failed(WeirException error) {
    Conventions.failed(span, error);
  }

  @Override
  public String comment() {
    return "";
  }

  @Override
  public void close() {
    span.end();
    end.run();
  }
}
