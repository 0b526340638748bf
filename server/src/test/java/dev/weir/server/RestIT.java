package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class RestIT {
  @TempDir static Path folder;

  private static Home home;
  private static Server server;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    home = new Home(folder.resolve("home"));
    server = Server.start(Options.of(home).port(0));
    api = Api.of(server, home);
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
  }

  @Test
  void answersAQueryAsOneDocument() throws Exception {
    HttpResponse<String> response =
        api.send(
            "POST",
            "/v1/databases/demo/query",
            """
            {"sql": "select :a::int as a, 12345678901234567890.12::numeric as b, null as c", "parameters": {"a": 7}}
            """);

    assertThat(response.statusCode()).isEqualTo(200);
    JsonNode document = Api.json(response);
    assertThat(document.at("/columns/0").toString())
        .isEqualTo("{\"name\":\"a\",\"type\":\"integer\",\"nativeType\":\"int4\"}");
    assertThat(response.body()).contains("[7,12345678901234567890.12,null]");
    assertThat(document.at("/rowCount").intValue()).isEqualTo(1);
    assertThat(document.at("/truncated").booleanValue()).isFalse();
  }

  @Test
  void limitsADocumentToAThousandRowsUnlessToldOtherwise() throws Exception {
    JsonNode document = Api.json(api.query("demo", "select id from patients order by id"));

    assertThat(document.at("/rowCount").intValue()).isEqualTo(1000);
    assertThat(document.at("/truncated").booleanValue()).isTrue();
  }

  @Test
  void streamsInTheAcceptedFormat() throws Exception {
    String sql = "select n, 'x' || n as t from generate_series(1, 3) n";

    assertThat(api.query("demo", sql, "Accept", "text/csv").body())
        .isEqualToNormalizingNewlines("n,t\n1,x1\n2,x2\n3,x3\n");
    assertThat(api.query("demo", sql, "Accept", "application/x-ndjson").body())
        .isEqualTo("{\"n\":1,\"t\":\"x1\"}\n{\"n\":2,\"t\":\"x2\"}\n{\"n\":3,\"t\":\"x3\"}\n");
    HttpResponse<String> parquet =
        api.query("demo", sql, "Accept", "application/vnd.apache.parquet");
    assertThat(parquet.headers().firstValue("Content-Type"))
        .contains("application/vnd.apache.parquet");
    assertThat(parquet.body()).startsWith("PAR1").endsWith("PAR1");
    assertThat(api.query("demo", sql, "Accept", "application/vnd.apache.arrow.stream").body())
        .contains("n", "t");
    assertThat(api.query("demo", sql, "Accept", "image/png").statusCode()).isEqualTo(406);
  }

  @Test
  void streamsTenMillionRows() throws Exception {
    HttpResponse<InputStream> response =
        api.client()
            .send(
                api.request(
                    "POST",
                    "/v1/databases/demo/query",
                    "{\"sql\": \"select n from generate_series(1, 10000000) n\", \"timeout\":"
                        + " \"5m\"}",
                    "Accept",
                    "text/csv"),
                BodyHandlers.ofInputStream());

    long lines = 0;
    byte[] block = new byte[64 * 1024];
    try (InputStream in = response.body()) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        for (int i = 0; i < read; i++) {
          lines += block[i] == '\n' ? 1 : 0;
        }
      }
    }

    assertThat(lines).isEqualTo(10_000_001);
  }

  @Test
  void streamsArrowThatItsOwnReaderUnderstands() throws Exception {
    HttpResponse<InputStream> response =
        api.client()
            .send(
                api.request(
                    "POST",
                    "/v1/databases/demo/query",
                    "{\"sql\": \"select n::bigint as n, 'x' || n as t, n * 1.10 as d, n % 2 = 0 as even"
                        + " from generate_series(1, 100000) n\"}",
                    "Accept",
                    "application/vnd.apache.arrow.stream"),
                BodyHandlers.ofInputStream());

    assertThat(response.headers().firstValue("Content-Type"))
        .contains("application/vnd.apache.arrow.stream");
    long rows = 0;
    long sum = 0;
    try (RootAllocator memory = new RootAllocator();
        ArrowStreamReader reader = new ArrowStreamReader(response.body(), memory)) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      assertThat(batch.getSchema().getFields())
          .extracting(field -> field.getName())
          .containsExactly("n", "t", "d", "even");
      while (reader.loadNextBatch()) {
        for (int i = 0; i < batch.getRowCount(); i++) {
          sum += (Long) batch.getVector("n").getObject(i);
          assertThat(batch.getVector("t").getObject(i).toString()).startsWith("x");
        }
        rows += batch.getRowCount();
      }
    }
    assertThat(rows).isEqualTo(100_000);
    assertThat(sum).isEqualTo(100_000L * 100_001 / 2);
  }

  @Test
  void refusesTextsThatCannotBeRun() throws Exception {
    JsonNode nul =
        problem(
            api.send("POST", "/v1/databases/demo/query", "{\"sql\": \"select 'a\\u0000b'\"}"), 400);
    JsonNode half =
        problem(
            api.send("POST", "/v1/databases/demo/query", "{\"sql\": \"select '\\ud83e'\"}"), 400);
    JsonNode octets = problem(sendOctets("{\"sql\": \"select '\u00ff\u00fe'\"}"), 400);
    JsonNode two = problem(api.query("demo", "select 1; select 2"), 400);
    JsonNode empty = problem(api.query("demo", " "), 400);

    assertThat(nul.at("/code").stringValue()).isEqualTo("WEIR-006");
    assertThat(half.at("/code").stringValue()).isIn("WEIR-006", "SERVER-011");
    assertThat(octets.at("/code").stringValue()).isEqualTo("SERVER-011");
    assertThat(two.at("/code").stringValue()).isEqualTo("WEIR-009");
    assertThat(two.at("/nextStep").stringValue()).isNotEmpty();
    assertThat(empty.at("/code").stringValue()).isEqualTo("WEIR-008");
  }

  /** Each character as one octet, which is not UTF-8 beyond ASCII. */
  private static HttpResponse<String> sendOctets(String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                api.request("POST", "/v1/databases/demo/query", "{}"), (_, _) -> true)
            .POST(BodyPublishers.ofByteArray(body.getBytes(StandardCharsets.ISO_8859_1)))
            .build();
    return api.client().send(request, BodyHandlers.ofString());
  }

  @Test
  void refusesAStatementOfAHundredMegabytesBeforeItComes() throws Exception {
    HttpRequest request = api.request("POST", "/v1/databases/demo/query", "{}");
    String head =
        "POST /v1/databases/demo/query HTTP/1.1\r\nHost: weir\r\nAuthorization: "
            + request.headers().firstValue("Authorization").orElseThrow()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + (100 << 20)
            + "\r\n\r\n{\"sql\": \"select '";
    try (Socket socket = new Socket(request.uri().getHost(), request.uri().getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

      byte[] answer = new byte[4096];
      int length = socket.getInputStream().read(answer);

      assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 413 ")
          .contains("application/problem+json");
    }
    assertThat(api.query("demo", "select 1").statusCode()).isEqualTo(200);
  }

  @Test
  void takesTenThousandParametersAndRefusesAWrongNumberOfThem() throws Exception {
    String markers = String.join(",", Collections.nCopies(10_000, "?"));
    String values =
        IntStream.range(0, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String text = "select count(*) from patients where id in (" + markers + ")";

    HttpResponse<String> many =
        api.send(
            "POST",
            "/v1/databases/demo/query",
            "{\"sql\": \"" + text + "\", \"parameters\": [" + values + "]}");
    JsonNode few =
        problem(
            api.send(
                "POST",
                "/v1/databases/demo/query",
                "{\"sql\": \"" + text + "\", \"parameters\": [1, 2]}"),
            400);
    JsonNode other =
        problem(
            api.send(
                "POST",
                "/v1/databases/demo/query",
                "{\"sql\": \"select id from patients where id = ?\", \"parameters\": [\"x\"]}"),
            422);

    assertThat(many.statusCode()).as(many.body()).isEqualTo(200);
    assertThat(Api.json(many).at("/rows/0/0").longValue()).isPositive();
    assertThat(few.at("/code").stringValue()).isEqualTo("WEIR-010");
    assertThat(few.at("/detail").stringValue()).contains("10000").doesNotContain("?, ?");
    assertThat(other.at("/code").stringValue()).isEqualTo("SQL-009");
  }

  @Test
  void cancelsWhatAClientThatWentAwayHasAskedFor() throws Exception {
    String marked = "select pg_sleep(60) /* gone */";
    CompletableFuture<HttpResponse<String>> asked =
        api.client()
            .sendAsync(
                api.request(
                    "POST",
                    "/v1/databases/demo/query",
                    "{\"sql\": \"" + marked + "\", \"timeout\": \"2m\"}"),
                BodyHandlers.ofString());
    await().until(() -> running() == 1);

    asked.cancel(true);

    await().until(() -> running() == 0);
  }

  private static int running() throws Exception {
    return Api.json(
            api.query(
                "demo",
                "select count(*) from pg_stat_activity where state = 'active' and pid <>"
                    + " pg_backend_pid() and query like '%pg_sleep(60)%'"))
        .at("/rows/0/0")
        .intValue();
  }

  @Test
  void tellsErrorsAsProblems() throws Exception {
    JsonNode syntax = problem(api.query("demo", "selec 1"), 400);
    assertThat(syntax.at("/code").stringValue()).isEqualTo("SQL-001");
    assertThat(syntax.at("/kind").stringValue()).isEqualTo("rejected");
    assertThat(syntax.at("/retryable").booleanValue()).isFalse();
    assertThat(syntax.at("/nextStep").stringValue()).isNotEmpty();
    assertThat(syntax.at("/facts/database").stringValue()).isEqualTo("demo");

    problem(api.query("nowhere", "select 1"), 404);
    problem(api.query("sqlite::memory:", "select 1"), 404);
    JsonNode slash = problem(api.query("a%2Fb", "select 1"), 400);
    assertThat(slash.at("/code").stringValue()).isEqualTo("SERVER-015");
    problem(api.get("/v1/nothing"), 404);
    problem(api.send("DELETE", "/v1/version", ""), 405);
    JsonNode broken = problem(api.send("POST", "/v1/databases/demo/query", "{\n \"sql\": "), 400);
    assertThat(broken.at("/code").stringValue()).isEqualTo("SERVER-011");
    assertThat(broken.at("/detail").stringValue()).contains("line 2");
    JsonNode unknown =
        problem(api.send("POST", "/v1/databases/demo/query", "{\"sqll\": \"select 1\"}"), 400);
    assertThat(unknown.at("/detail").stringValue()).contains("sqll").contains("sql");
    problem(
        api.send(
            "POST",
            "/v1/databases/demo/query",
            "{\"sql\": \"select '" + "x".repeat(40_000_000) + "'\"}"),
        413);
  }

  @Test
  void takesTheTraceIdThatComesWithARequest() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    HttpResponse<String> response =
        api.query("demo", "selec 1", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");

    assertThat(response.headers().firstValue("X-Correlation-Id")).contains(trace);
    assertThat(Api.json(response).at("/traceId").stringValue()).isEqualTo(trace);
  }

  @Test
  void runsARequestWithAnIdempotencyKeyOnce() throws Exception {
    api.send(
        "POST",
        "/v1/databases/demo/update",
        "{\"sql\": \"create table once (n int primary key)\"}");
    String insert = "{\"sql\": \"insert into once values (1)\"}";

    HttpResponse<String> first =
        api.send("POST", "/v1/databases/demo/update", insert, "Idempotency-Key", "k1");
    HttpResponse<String> again =
        api.send("POST", "/v1/databases/demo/update", insert, "Idempotency-Key", "k1");
    HttpResponse<String> other =
        api.send(
            "POST",
            "/v1/databases/demo/update",
            "{\"sql\": \"insert into once values (2)\"}",
            "Idempotency-Key",
            "k1");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body()).contains("\"updated\":1");
    assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    problem(other, 422);
    assertThat(problem(api.send("POST", "/v1/databases/demo/update", insert), 409).at("/code"))
        .hasToString("\"SQL-004\"");
  }

  @Test
  void runsBatchesAndCalls() throws Exception {
    api.send(
        "POST", "/v1/databases/demo/update", "{\"sql\": \"create table many (n int, t text)\"}");

    HttpResponse<String> batch =
        api.send(
            "POST",
            "/v1/databases/demo/batch",
            "{\"sql\": \"insert into many values (?, ?)\", \"values\": [[1, \"a\"], [2, null]]}");
    HttpResponse<String> call =
        api.send(
            "POST",
            "/v1/databases/demo/call",
            "{\"procedure\": \"upper\", \"returns\": \"text\", \"parameters\": [{\"name\": \"t\","
                + " \"value\": \"weir\"}]}");

    assertThat(Api.json(batch).at("/updated").intValue()).isEqualTo(2);
    assertThat(Api.json(call).at("/outputs/result").stringValue()).isEqualTo("WEIR");
  }

  @Test
  void keepsDefinitionsWithTheirVersions() throws Exception {
    JsonNode demo = Api.json(api.get("/v1/databases/demo"));
    String keys =
        "{\"name\": \"copy\", \"type\": \"POSTGRESQL\", \"host\": \"127.0.0.1\", \"port\": "
            + demo.at("/definition/port").intValue()
            + ", \"database\": \"demo\", \"user\": \"weir_demo\", \"password\": \"never-told\"}";

    HttpResponse<String> created = api.send("POST", "/v1/databases", keys);
    String tag = created.headers().firstValue("ETag").orElse("");
    HttpResponse<String> blind =
        api.send("PATCH", "/v1/databases/copy", "{\"pool\": {\"max-size\": 7}}");
    HttpResponse<String> changed =
        api.send("PATCH", "/v1/databases/copy", "{\"pool\": {\"max-size\": 7}}", "If-Match", tag);
    HttpResponse<String> stale =
        api.send("PATCH", "/v1/databases/copy", "{\"pool\": {\"max-size\": 8}}", "If-Match", tag);
    HttpResponse<String> wrong =
        api.send("PATCH", "/v1/databases/copy", "{\"prot\": 1}", "If-Match", "\"2\"");

    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).doesNotContain("never-told").contains("sealed://");
    problem(blind, 428);
    assertThat(changed.statusCode()).isEqualTo(200);
    assertThat(Api.json(changed).at("/definition/pool/max-size").intValue()).isEqualTo(7);
    problem(stale, 412);
    assertThat(problem(wrong, 400).at("/detail").stringValue()).contains("prot");
    problem(api.send("POST", "/v1/databases", keys), 409);
    assertThat(Files.readString(home.serverCatalog()))
        .contains("copy:")
        .doesNotContain("never-told");
    problem(api.query("copy", "select 1"), 502);
    assertThat(api.send("DELETE", "/v1/databases/copy", "", "If-Match", "\"2\"").statusCode())
        .isEqualTo(204);
    problem(api.get("/v1/databases/copy"), 404);
  }

  @Test
  void listsInPages() throws Exception {
    HttpResponse<String> first = api.get("/v1/operations?limit=1");

    assertThat(Api.json(first).at("/items").size()).isEqualTo(1);
    api.send("POST", "/v1/databases/demo/test", "");
    HttpResponse<String> page = api.get("/v1/operations?limit=1");
    String link = page.headers().firstValue("Link").orElse("");
    assertThat(link).endsWith("rel=\"next\"");
    String next = link.substring(1, link.indexOf('>'));
    assertThat(Api.json(api.get(next)).at("/items/0/id"))
        .isNotEqualTo(Api.json(page).at("/items/0/id"));
    problem(api.get("/v1/operations?cursor=%21"), 400);
  }

  @Test
  void testsADatabaseStepByStep() throws Exception {
    HttpResponse<String> whole = api.send("POST", "/v1/databases/demo/test", "");
    HttpResponse<String> lines =
        api.send("POST", "/v1/databases/demo/test", "", "Accept", "application/x-ndjson");

    assertThat(Api.json(whole).at("/passed").booleanValue()).isTrue();
    assertThat(lines.body().lines()).hasSizeGreaterThan(3).allMatch(line -> line.startsWith("{"));
    String operation = whole.headers().firstValue("Location").orElse("");
    assertThat(Api.json(api.get(operation)).at("/state").stringValue()).isEqualTo("SUCCEEDED");
  }

  @Test
  void describesSchemasAndHealth() throws Exception {
    assertThat(Api.json(api.get("/v1/databases/demo/schema?table=patients")).at("/tables/0/name"))
        .hasToString("\"patients\"");
    assertThat(Api.json(api.get("/v1/databases/demo/health")).at("/status").stringValue())
        .isEqualTo("UP");
    assertThat(api.get("/v1/health/live").statusCode()).isEqualTo(200);
    assertThat(api.get("/v1/health/ready").statusCode()).isEqualTo(200);
    await().until(() -> Api.json(api.get("/v1/health")).at("/databases").size() > 0);
  }

  @Test
  void tellsPrometheusWhatTheEngineCounts() throws Exception {
    api.query("demo", "select 1");

    assertThat(api.get("/metrics").body())
        .contains("weir_requests_total{database=\"demo\"")
        .contains("weir_pool_limit{database=\"demo\"")
        .contains("weir_http_requests_seconds_count{method=\"POST\"")
        .contains("jvm_memory_used_bytes");
  }

  @Test
  void describesItself() throws Exception {
    JsonNode document = Api.json(api.get("/v1/openapi.json"));

    assertThat(document.at("/openapi").stringValue()).startsWith("3.1");
    assertThat(document.at("/paths").propertyNames())
        .contains("/v1/databases/{name}/query", "/v1/operations", "/v1/version");
    assertThat(
            document
                .at("/paths/~1v1~1databases~1{name}~1query/post/responses/default/content")
                .propertyNames())
        .contains("application/problem+json");
  }

  @Test
  void takesAChangedFileWhileRunning() throws Exception {
    Files.writeString(
        home.configuration(),
        "databases:\n"
            + "  from-file:\n"
            + "    type: POSTGRESQL\n"
            + "    host: 127.0.0.1\n"
            + "    database: x\n"
            + "    user: u\n");

    await().until(() -> api.get("/v1/databases/from-file").statusCode() == 200);
    problem(api.send("DELETE", "/v1/databases/from-file", "", "If-Match", "*"), 409);
  }

  private static JsonNode problem(HttpResponse<String> response, int status) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Exception");
    return Api.json(response);
  }

  private static HttpResponse<InputStream> listen(String database, String query) throws Exception {
    return api.client()
        .send(
            api.request("GET", "/v1/databases/" + database + "/notifications" + query, ""),
            BodyHandlers.ofInputStream());
  }

  private static void send(String channel, String payload) throws Exception {
    String sql = "select pg_notify('" + channel + "', '" + payload + "')";
    assertThat(
            api.send("POST", "/v1/databases/demo/update", "{\"sql\": \"" + sql + "\"}")
                .statusCode())
        .isEqualTo(200);
  }

  /** The events up to and with the first that holds {@code last}. */
  private static String events(BufferedReader lines, String last) throws Exception {
    StringBuilder read = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.append(line).append('\n');
      if (line.contains(last)) {
        break;
      }
    }
    return read.toString();
  }

  private static long listeners() throws Exception {
    return Api.json(
            api.query(
                "demo",
                "select count(*) from pg_stat_activity where query like 'listen %' and pid <>"
                    + " pg_backend_pid()"))
        .at("/rows/0/0")
        .longValue();
  }

  @Test
  void streamsNotificationsAsEventsAndStopsWhenTheClientGoes() throws Exception {
    HttpResponse<InputStream> response = listen("demo", "?channel=orders&channel=other");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(lines.readLine()).isEqualTo(": listening");

      send("orders", "one");
      send("other", "two");

      assertThat(events(lines, "two"))
          .containsSubsequence(
              "event: notification\n"
                  + "data: {\"channel\":\"orders\",\"payload\":\"one\",\"received\":",
              "event: notification\ndata: {\"channel\":\"other\",\"payload\":\"two\",");
      assertThat(listeners()).isEqualTo(1);
    }

    await().until(() -> listeners() == 0);
    assertThat(api.get("/v1/audit?limit=50").body()).contains("listen orders, other");
  }

  @Test
  void beatsTheHeartWhileItIsQuiet() throws Exception {
    HttpResponse<InputStream> response = listen("demo", "?channel=quiet");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": listening");
      assertThat(lines.readLine()).isEmpty();
      assertThat(lines.readLine()).isEqualTo(": listening");
    }
  }

  @Test
  void refusesToListenToNothingOrToAnUnknownDatabase() throws Exception {
    assertThat(listen("demo", "").statusCode()).isEqualTo(400);
    assertThat(listen("demo", "?channel=").statusCode()).isEqualTo(400);
    assertThat(listen("nobody", "?channel=a").statusCode()).isEqualTo(404);
  }

  @Test
  void refusesAListenStatement() throws Exception {
    HttpResponse<String> response = api.query("demo", "listen orders");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("WEIR-037");
  }
}
