package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an OTLP endpoint gets of requests over REST. */
class TraceIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String PARENT = "00f067aa0ba902b7";
  private static final Map<String, String> PROPERTIES =
      Map.of("otel.bsp.schedule.delay", "100", "otel.metric.export.interval", "500");

  @TempDir static Path folder;

  private static final List<Span> SPANS = new CopyOnWriteArrayList<>();
  private static final Set<String> METRICS = ConcurrentHashMap.newKeySet();
  private static HttpServer collector;
  private static Server server;
  private static Api api;

  @BeforeAll
  static void givenAServerThatKnowsACollector() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext("/v1/traces", TraceIT::traces);
    collector.createContext("/v1/metrics", TraceIT::metrics);
    collector.start();
    PROPERTIES.forEach(System::setProperty);
    System.setProperty(
        "otel.exporter.otlp.endpoint", "http://127.0.0.1:" + collector.getAddress().getPort());
    Home home = new Home(folder.resolve("home"));
    server = Server.start(Options.of(home).port(0));
    api = Api.of(server, home);
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
    collector.stop(0);
    PROPERTIES.keySet().forEach(System::clearProperty);
    System.clearProperty("otel.exporter.otlp.endpoint");
  }

  @Test
  void aRequestIsOneTraceFromTheCallerToTheStatement() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4701";

    api.query(
        "demo",
        "select name from clinics where id = 4711 and name <> 'Secret Sam'",
        "traceparent",
        "00-" + trace + "-" + PARENT + "-01");

    await().atMost(LONG).until(() -> of(trace).size() == 5);
    Span call = named(trace, "POST /v1/databases/{name}/query");
    Span request = named(trace, "weir SELECT clinics");
    Span attempt = named(trace, "attempt");
    Span waited = named(trace, "wait for session");
    Span statement = named(trace, "SELECT clinics");
    assertThat(hex(call.getParentSpanId().toByteArray())).isEqualTo(PARENT);
    assertThat(request.getParentSpanId()).isEqualTo(call.getSpanId());
    assertThat(attempt.getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(waited.getParentSpanId()).isEqualTo(attempt.getSpanId());
    assertThat(statement.getParentSpanId()).isEqualTo(attempt.getSpanId());
    assertThat(call.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
    assertThat(statement.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
    assertThat(attributes(statement))
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.namespace", "demo")
        .containsEntry("db.operation.name", "SELECT")
        .containsEntry("db.query.summary", "SELECT clinics")
        .containsEntry("server.address", "127.0.0.1")
        .containsKeys("db.query.text", "server.port");
    assertThat(of(trace).toString()).doesNotContain("4711").doesNotContain("Sam");
  }

  @Test
  void anErrorIsToldByItsCodeAndTheServersState() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4702";

    api.query("demo", "select nothing from nowhere", "traceparent", header(trace));

    await().atMost(LONG).until(() -> of(trace).size() == 5);
    Span statement = named(trace, "SELECT nowhere");
    assertThat(statement.getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
    assertThat(attributes(statement))
        .containsEntry("db.response.status_code", "42P01")
        .hasEntrySatisfying("error.type", code -> assertThat(code).startsWith("SQL-"));
  }

  @Test
  void theServerIsToldTheTraceWithTheStatement() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4703";

    String seen =
        api.query(
                "demo",
                "select query, application_name from pg_stat_activity where pid = pg_backend_pid()",
                "traceparent",
                header(trace))
            .body();

    assertThat(seen).contains("/*traceparent='00-" + trace + "-", "\"weir\"");
  }

  @Test
  void metricsLeadToATrace() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4704";
    api.query("demo", "select 1", "traceparent", header(trace));

    String open =
        api.send("GET", "/metrics", "", "Accept", "application/openmetrics-text; version=1.0.0")
            .body();

    assertThat(open).containsPattern("weir_request_duration_seconds_bucket\\{.*# \\{.*trace_id=\"");
    await()
        .atMost(LONG)
        .until(() ->
            METRICS.containsAll(
                Set.of(
                    "db.client.operation.duration",
                    "db.client.connection.count",
                    "db.client.connection.max",
                    "db.client.connection.pending_requests")));
  }

  @Test
  void aTraceThatIsNotKeptIsNotToldToAnybody() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4705";
    String seen =
        api.query(
                "demo",
                "select query from pg_stat_activity where pid = pg_backend_pid()",
                "traceparent",
                "00-" + trace + "-" + PARENT + "-00")
            .body();
    String after = "4bf92f3577b34da6a3ce929d0e0e4706";
    api.query("demo", "select 2", "traceparent", header(after));

    await().atMost(LONG).until(() -> of(after).size() == 5);
    assertThat(seen).doesNotContain("traceparent");
    assertThat(of(trace)).isEmpty();
  }

  private static String header(String trace) {
    return "00-" + trace + "-" + PARENT + "-01";
  }

  private static List<Span> of(String trace) {
    return SPANS.stream()
        .filter(span -> hex(span.getTraceId().toByteArray()).equals(trace))
        .toList();
  }

  private static Span named(String trace, String name) {
    List<Span> found = of(trace).stream().filter(span -> span.getName().equals(name)).toList();
    assertThat(found).as(name + " in " + of(trace).stream().map(Span::getName).toList()).hasSize(1);
    return found.getFirst();
  }

  private static Map<String, String> attributes(Span span) {
    return span.getAttributesList().stream()
        .collect(
            Collectors.toMap(
                KeyValue::getKey,
                each ->
                    each.getValue().hasStringValue()
                        ? each.getValue().getStringValue()
                        : Long.toString(each.getValue().getIntValue())));
  }

  private static String hex(byte... bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static void traces(HttpExchange exchange) throws IOException {
    ExportTraceServiceRequest.parseFrom(body(exchange)).getResourceSpansList().stream()
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .forEach(SPANS::add);
    taken(exchange);
  }

  private static void metrics(HttpExchange exchange) throws IOException {
    ExportMetricsServiceRequest.parseFrom(body(exchange)).getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .forEach(metric -> METRICS.add(metric.getName()));
    taken(exchange);
  }

  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream in =
        packed ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return in.readAllBytes();
    }
  }

  private static void taken(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }
}
