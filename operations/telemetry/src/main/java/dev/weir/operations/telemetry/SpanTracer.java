package dev.weir.operations.telemetry;

import static dev.weir.operations.telemetry.Telemetry.SCOPE;

import dev.weir.spi.Invocation.Action;
import dev.weir.spi.trace.Trail;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Locale;

/** A span for each request, below whatever span the caller's thread is in. */
final class SpanTracer implements dev.weir.spi.trace.Tracer {
  private static final List<Double> BOUNDS =
      List.of(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0);

  private final Tracer tracer;
  private final DoubleHistogram durations;

  SpanTracer(OpenTelemetry telemetry) {
    this.tracer = telemetry.getTracer(SCOPE);
    this.durations =
        telemetry
            .getMeter(SCOPE)
            .histogramBuilder("db.client.operation.duration")
            .setUnit("s")
            .setDescription("Duration of database client operations.")
            .setExplicitBucketBoundariesAdvice(BOUNDS)
            .build();
  }

  @Override
  public Trail begin(String database, Action action) {
    Context caller = Context.current();
    Span span =
        tracer
            .spanBuilder("weir request")
            .setParent(caller)
            .setAttribute(Conventions.DATABASE, database)
            .setAttribute(Conventions.ACTION, action.name().toLowerCase(Locale.ROOT))
            .startSpan();
    return new SpanTrail(tracer, durations, span, caller.with(span));
  }
}
