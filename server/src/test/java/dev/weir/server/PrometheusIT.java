package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Debian's Prometheus makes of {@code /metrics}, and of the rules and dashboards in deploy.
 */
class PrometheusIT {
  private static final String OPEN = "application/openmetrics-text; version=1.0.0";
  private static final Path DEPLOY = Path.of("..", "deploy").toAbsolutePath().normalize();
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:weir|jvm|process)_[a-z0-9_]*[a-z0-9]\\b(?!\\.)");

  @TempDir static Path folder;

  private static Server server;
  private static Api api;

  @BeforeAll
  static void givenAServerThatHasAnsweredAQueryAndRefusedASignIn() throws Exception {
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.writeString(
        home.configuration(), "settings: {backup: {repository: " + folder + "/repo}}\n");
    server = Server.start(Options.of(home).port(0));
    api = Api.of(server, home);
    Files.writeString(folder.resolve("token"), Files.readString(home.serverToken()).strip());
    api.query("demo", "select 1");
    api.send("POST", "/v1/session", "{\"name\": \"nobody\", \"password\": \"wrong\"}");
    await()
        .until(
            () -> api.get("/metrics").body().contains("weir_database_up{database=\"demo\"} 1.0"));
    await().until(() -> api.get("/metrics").body().contains("weir_backup_failures_total"));
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
  }

  @Test
  void promtoolFindsNothingToMendInTheMetrics() throws Exception {
    assertThat(promtool(api.get("/metrics").body(), "check", "metrics"))
        .isEqualTo(new Ended(0, ""));
  }

  @Test
  void openMetricsTellsUnitsAndEndsAsItMust() throws Exception {
    HttpResponse<String> open = api.send("GET", "/metrics", "", "Accept", OPEN);

    assertThat(open.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type -> assertThat(type).contains("application/openmetrics-text", "version=1.0.0"));
    assertThat(open.body())
        .contains(
            "# TYPE weir_requests counter",
            "# HELP weir_requests Requests by how they ended.",
            "# UNIT weir_request_duration_seconds seconds",
            "# TYPE weir_request_duration_seconds histogram")
        .endsWith("# EOF\n");
  }

  @Test
  void aPrivatePrometheusScrapesTheServerAndAnswersAQuery() throws Exception {
    Path configuration = folder.resolve("prometheus.yaml");
    Files.writeString(
        configuration,
        Files.readString(DEPLOY.resolve("prometheus/scrape.yaml"))
            .replace("15s", "1s\n  evaluation_interval: 1s")
            .replace("weir-rules.yaml", DEPLOY.resolve("prometheus/weir-rules.yaml").toString())
            .replace("weir-token", folder.resolve("token").toString())
            .replace("127.0.0.1:8425", server.address().getAuthority()));
    try (PrivateProgram prometheus =
        PrivateProgram.start(
            folder.resolve("prometheus"),
            "/-/ready",
            listen ->
                List.of(
                    "prometheus",
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + folder.resolve("prometheus/data"),
                    "--web.listen-address=" + listen))) {
      await()
          .untilAsserted(() -> {
            assertThat(value(prometheus, "up{job=\"weir\"}")).isEqualTo(1);
            assertThat(value(prometheus, "sum(weir_requests_total{database=\"demo\"})"))
                .isPositive();
            assertThat(
                    value(
                        prometheus,
                        "histogram_quantile(1, sum by (le)"
                            + " (weir_request_duration_seconds_bucket))"))
                .isPositive();
            assertThat(prometheus.get("/api/v1/rules"))
                .contains("WeirDatabaseDown", "\"health\":\"ok\"")
                .doesNotContain("\"health\":\"err\"");
          });
    }
  }

  @Test
  void promtoolAcceptsTheAlertRulesAndTheirTest() throws Exception {
    Path rules = DEPLOY.resolve("prometheus");

    Ended checked = promtool("", "check", "rules", rules.resolve("weir-rules.yaml").toString());
    Ended tested = promtool("", "test", "rules", rules.resolve("weir-rules-test.yaml").toString());

    assertThat(checked.code()).as(checked.said()).isZero();
    assertThat(tested.code()).as(tested.said()).isZero();
  }

  @Test
  void everyMetricHasALineInTheGuide() throws Exception {
    String guide = Files.readString(DEPLOY.resolve("../docs/telemetry.md"));

    List<String> told =
        api.get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith("# TYPE weir_"))
            .map(line -> line.split(" ")[2])
            .toList();

    assertThat(told).hasSizeGreaterThan(20);
    assertThat(told).allSatisfy(name -> assertThat(guide).contains("| `" + name + "` |"));
  }

  @Test
  void everyMetricThatARuleOrADashboardNamesIsThere() throws Exception {
    Set<String> there = new TreeSet<>();
    api.get("/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> there.add(line.split("[ {]", 2)[0]));
    Set<String> named = new TreeSet<>();
    expressions()
        .forEach(text -> {
          Matcher metric = METRIC.matcher(text);
          while (metric.find()) {
            named.add(metric.group());
          }
        });

    assertThat(named).hasSizeGreaterThan(12).isSubsetOf(there);
  }

  @Test
  void everyRuleNamesAPlaybookThatIsThere() throws Exception {
    Matcher playbook =
        Pattern.compile("playbook: (\\S+)")
            .matcher(Files.readString(DEPLOY.resolve("prometheus/weir-rules.yaml")));
    List<Path> pages = new ArrayList<>();
    while (playbook.find()) {
      pages.add(DEPLOY.resolveSibling(playbook.group(1)));
    }

    assertThat(pages).hasSize(9).allSatisfy(page -> assertThat(page).exists());
  }

  /** The expressions of all rules and panels. */
  private static List<String> expressions() throws IOException {
    List<String> texts = new ArrayList<>();
    texts.add(Files.readString(DEPLOY.resolve("prometheus/weir-rules.yaml")));
    try (Stream<Path> boards = Files.list(DEPLOY.resolve("grafana"))) {
      for (Path board : boards.toList()) {
        JsonNode document = JsonMapper.shared().readTree(Files.readString(board));
        document.findValues("expr").forEach(each -> texts.add(each.stringValue()));
        document
            .at("/templating/list")
            .forEach(variable -> texts.add(variable.path("query").asString("")));
      }
    }
    return texts;
  }

  private static double value(PrivateProgram prometheus, String expression) throws Exception {
    JsonNode answer =
        JsonMapper.shared()
            .readTree(
                prometheus.get(
                    "/api/v1/query?query="
                        + URLEncoder.encode(expression, StandardCharsets.UTF_8)));
    return Double.parseDouble(answer.at("/data/result/0/value/1").asString("0"));
  }

  private record Ended(int code, String said) {}

  private static Ended promtool(String input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    Path in = Files.writeString(Files.createTempFile(folder, "in", ".txt"), input);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(in.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), said);
  }
}
