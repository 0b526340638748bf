package dev.weir.operations.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An application's own OpenTelemetry, and what traces do to prepared statements. */
class TelemetryIT {
  private static final String TEXT = "select ?::int as n from pg_class limit 1";

  private final DatabaseServer server = Servers.postgresql15();
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();

  @Test
  void aRequestIsBelowTheSpanThatTheApplicationIsIn() {
    try (OpenTelemetrySdk own = sdk(Sampler.alwaysOn());
        Engine engine = engine()) {
      Telemetry.of(own).follow(engine);
      Span application = own.getTracer("application").spanBuilder("visit").startSpan();
      try (Scope _ = application.makeCurrent()) {
        run(engine.database(server.url()), 1);
      }
      application.end();

      assertThat(spans.getFinishedSpanItems())
          .extracting(SpanData::getTraceId)
          .containsOnly(application.getSpanContext().getTraceId());
      assertThat(spans.getFinishedSpanItems())
          .extracting(SpanData::getName)
          .contains("visit", "weir SELECT pg_class", "SELECT pg_class");
    }
  }

  @Test
  void whatIsNotKeptStaysPreparedAndWhatIsKeptFillsNoServer() {
    assertThat(preparedAfter(Sampler.alwaysOff()))
        .anyMatch(text -> text.startsWith("select $1::int"))
        .noneMatch(text -> text.contains("traceparent"));
    assertThat(preparedAfter(Sampler.alwaysOn())).noneMatch(text -> text.contains("traceparent"));
  }

  @Test
  void aTextHasTheSameFingerprintWithAndWithoutATrace() {
    Set<String> fingerprints = new TreeSet<>();
    for (Sampler sampler : List.of(Sampler.alwaysOn(), Sampler.alwaysOff())) {
      try (OpenTelemetrySdk own = sdk(sampler);
          Engine engine = engine()) {
        Telemetry.of(own).follow(engine);
        engine.listen((request, _, _, _) -> fingerprints.add(request.fingerprint()));
        run(engine.database(server.url()), 2);
      }
    }

    assertThat(fingerprints).hasSize(1);
  }

  @Test
  void withoutATracerNoStageOfItIsInThePath() {
    try (OpenTelemetrySdk own = sdk(Sampler.alwaysOn());
        Engine engine = engine()) {
      OpenDatabase database = engine.database(server.url());
      assertThat(database.path()).noneMatch(stage -> stage.startsWith("Trace"));

      Telemetry.of(own).follow(engine);
      assertThat(database.path()).contains("Trace", "TraceAttempt");

      engine.follow(null);
      assertThat(database.path()).noneMatch(stage -> stage.startsWith("Trace"));
    }
  }

  /** What one session has prepared after a text ran ten times in it. */
  private List<String> preparedAfter(Sampler sampler) {
    List<String> prepared = new ArrayList<>();
    try (OpenTelemetrySdk own = sdk(sampler);
        Engine engine = engine()) {
      Telemetry.of(own).follow(engine);
      engine
          .database(server.url())
          .transaction(transaction -> {
            for (int i = 0; i < 10; i++) {
              transaction.query(Statement.of(TEXT, i).maxRows(10)).close();
            }
            try (Rows rows = transaction.query("select statement from pg_prepared_statements")) {
              while (rows.next()) {
                prepared.add(String.valueOf(rows.text(0)));
              }
            }
            return true;
          });
    }
    return prepared;
  }

  private static void run(OpenDatabase database, int times) {
    for (int i = 0; i < times; i++) {
      database.query(TEXT, i).close();
    }
  }

  private Engine engine() {
    return new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  private OpenTelemetrySdk sdk(Sampler sampler) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build())
        .build();
  }
}
