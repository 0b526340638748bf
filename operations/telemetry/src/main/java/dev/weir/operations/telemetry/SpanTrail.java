package dev.weir.operations.telemetry;

import dev.weir.api.WeirException;
import dev.weir.spi.trace.Sent;
import dev.weir.spi.trace.Step;
import dev.weir.spi.trace.Trail;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A request as spans: itself, each attempt, the wait for a session, and the statement, which alone
 * is a database span of the conventions.
 */
final class SpanTrail implements Trail {
  private final Tracer tracer;
  private final DoubleHistogram durations;
  private final Span span;
  private final Context request;
  private Context parent;

  SpanTrail(Tracer tracer, DoubleHistogram durations, Span span, Context request) {
    this.tracer = tracer;
    this.durations = durations;
    this.span = span;
    this.request = request;
    this.parent = request;
  }

  @Override
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  @Override
  public String spanId() {
    return span.getSpanContext().getSpanId();
  }

  @Override
  public boolean sampled() {
    return span.getSpanContext().isSampled();
  }

  @Override
  public Step attempt(int number) {
    Span attempt =
        tracer
            .spanBuilder("attempt")
            .setParent(request)
            .setAttribute(Conventions.ATTEMPT, (long) number)
            .startSpan();
    parent = request.with(attempt);
    return new SpanStep(attempt, () -> parent = request);
  }

  @Override
  public Step session() {
    return new SpanStep(
        tracer.spanBuilder("wait for session").setParent(parent).startSpan(), () -> {});
  }

  @Override
  public Step statement(Sent sent) {
    Attributes few = Conventions.few(sent);
    Span statement =
        tracer
            .spanBuilder(
                sent.summary().isEmpty() ? Conventions.system(sent.type()) : sent.summary())
            .setSpanKind(SpanKind.CLIENT)
            .setParent(parent)
            .setAllAttributes(few)
            .setAllAttributes(Conventions.more(sent))
            .startSpan();
    return new StatementStep(statement, durations, few);
  }

  @Override
  public void ended(String summary, long rows, @Nullable WeirException error) {
    if (!summary.isEmpty()) {
      span.updateName("weir " + summary);
    }
    if (rows >= 0) {
      span.setAttribute(Conventions.ROWS, rows);
    }
    if (error != null) {
      Conventions.failed(span, error);
    }
    span.end();
  }
}
