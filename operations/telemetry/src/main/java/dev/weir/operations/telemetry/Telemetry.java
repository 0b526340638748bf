package dev.weir.operations.telemetry;

import dev.weir.engine.Engine;
import dev.weir.spi.trace.Tracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenTelemetry of an engine: traces from the request to the statement, and metrics of
 * statements and pools, by the semantic conventions for databases. Names of databases and tables
 * and texts without literals are told; values of parameters, literals and rows never are.
 *
 * <p>Thread-safe. Close it after the engine, so that what was still to be sent is sent.
 */
public final class Telemetry implements AutoCloseable {
  static final String SCOPE = "dev.weir";

  /** What holds unless the environment says otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "weir",
          "otel.exporter.otlp.protocol", "http/protobuf",
          "otel.logs.exporter", "none");

  private final OpenTelemetry telemetry;
  private final Tracer tracer;
  private final @Nullable OpenTelemetrySdk own;
  private final List<BatchCallback> instruments = new ArrayList<>();

  private Telemetry(OpenTelemetry telemetry, @Nullable OpenTelemetrySdk own) {
    this.telemetry = telemetry;
    this.own = own;
    this.tracer = new SpanTracer(telemetry);
  }

  /** By an application's own OpenTelemetry, which stays open when this is closed. */
  public static Telemetry of(OpenTelemetry telemetry) {
    return new Telemetry(telemetry, null);
  }

  /**
   * By the SDK's own variables and system properties, such as {@code OTEL_EXPORTER_OTLP_ENDPOINT};
   * empty where none of them asks for it. OTLP is spoken over HTTP with protobuf.
   *
   * @param variables the environment
   */
  public static Optional<Telemetry> configured(Map<String, String> variables) {
    if (!wanted(variables)) {
      return Optional.empty();
    }
    OpenTelemetrySdk sdk =
        AutoConfiguredOpenTelemetrySdk.builder()
            .addPropertiesSupplier(() -> DEFAULTS)
            .disableShutdownHook()
            .build()
            .getOpenTelemetrySdk();
    return Optional.of(new Telemetry(sdk, sdk));
  }

  private static boolean wanted(Map<String, String> variables) {
    if (Boolean.parseBoolean(said("OTEL_SDK_DISABLED", variables))) {
      return false;
    }
    return List.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
            "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
            "OTEL_TRACES_EXPORTER",
            "OTEL_METRICS_EXPORTER")
        .stream()
        .anyMatch(name -> said(name, variables) != null);
  }

  /** A variable, or the system property of the same meaning. */
  private static @Nullable String said(String variable, Map<String, String> variables) {
    String property =
        System.getProperty(variable.toLowerCase(java.util.Locale.ROOT).replace('_', '.'));
    return property != null ? property : variables.get(variable);
  }

  /** Follows the engine's requests, and tells of its pools, from now on. */
  public void follow(Engine engine) {
    engine.follow(tracer);
    instruments.add(PoolInstruments.register(telemetry.getMeter(SCOPE), engine));
  }

  /** For faces that have spans of their own to tell of. */
  public OpenTelemetry openTelemetry() {
    return telemetry;
  }

  @Override
  public void close() {
    instruments.forEach(BatchCallback::close);
    if (own != null) {
      own.close();
    }
  }
}
