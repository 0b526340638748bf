package dev.weir.operations.telemetry;

import dev.weir.api.WeirException;
import dev.weir.spi.trace.Step;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** The statement on the server: a span, a time, and the comment that leads from there to here. */
final class StatementStep implements Step {
  private final Span span;
  private final DoubleHistogram durations;
  private final long start = System.nanoTime();
  private Attributes attributes;

  StatementStep(Span span, DoubleHistogram durations, Attributes attributes) {
    this.span = span;
    this.durations = durations;
    this.attributes = attributes;
  }

  @Override
  public void failed(WeirException error) {
    Conventions.failed(span, error);
    attributes =
        attributes.toBuilder().put(Conventions.ERROR_TYPE, Conventions.errorType(error)).build();
  }

  /**
   * Empty for a trace that is not kept: such a comment would lead nowhere, and each is a text of
   * its own, which the driver cannot keep prepared.
   */
  @Override
  public String comment() {
    SpanContext context = span.getSpanContext();
    return context.isSampled()
        ? "traceparent='00-" + context.getTraceId() + "-" + context.getSpanId() + "-01'"
        : "";
  }

  @Override
  public void close() {
    durations.record((System.nanoTime() - start) / 1e9, attributes);
    span.end();
  }
}
