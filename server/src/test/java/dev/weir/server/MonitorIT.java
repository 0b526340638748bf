package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the server sees of its demo database. */
class MonitorIT {
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
  void tellsFiguresTablesIndexesAndStatements() throws Exception {
    assertThat(get("/figures").at("/items").findValuesAsString("name"))
        .contains("transactions.committed", "size");
    assertThat(get("/tables?limit=5").at("/items").findValuesAsString("name"))
        .hasSize(5)
        .contains("observations");
    assertThat(get("/indexes").at("/items").findValuesAsString("definition"))
        .anyMatch(each -> each.startsWith("CREATE"));
    assertThat(get("/replication").at("/slots").isArray()).isTrue();
    assertThat(get("/statements?by=calls&limit=3").at("/items").findValuesAsString("fingerprint"))
        .hasSize(3);
    assertThat(get("/activity").at("/notChecked").isEmpty()).isTrue();
    assertThat(api.send("GET", "/v1/databases/demo/statements?by=x", "").statusCode())
        .isEqualTo(400);
    assertThat(api.send("GET", "/v1/databases/none/tables", "").statusCode()).isEqualTo(404);
  }

  @Test
  void keepsAHistoryFromTheFirstLookOn() throws Exception {
    await()
        .untilAsserted(() ->
            assertThat(get("/series").at("/series").findValuesAsString("metric"))
                .contains("up", "size", "pool.limit", "monitor.cost"));

    JsonNode up = get("/history?metric=up");
    assertThat(up.at("/points/0/mean").doubleValue()).isEqualTo(1);
    assertThat(up.at("/step").asString()).isEqualTo("MINUTE");
    assertThat(get("/series").at("/notChecked").isArray()).isTrue();
    assertThat(api.send("GET", "/v1/databases/demo/history?metric=up&step=week", "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void tellsPlansAndWhatIsWaitedFor() throws Exception {
    JsonNode estimated = explained("select name from clinics where id = ?", false);
    JsonNode measured = explained("select name from clinics where id = ?", true);

    assertThat(estimated.at("/steps/0/operation").asString()).contains("Scan");
    assertThat(estimated.at("/steps/0/on").asString()).contains("clinics");
    assertThat(estimated.at("/steps/0/rows").isNull()).isTrue();
    assertThat(estimated.at("/words").asString()).isNotEmpty();
    assertThat(measured.at("/plan")).isEqualTo(estimated.at("/plan"));
    assertThat(measured.at("/steps/0/rows").doubleValue()).isEqualTo(1);
    assertThat(explained("delete from clinics where id = ?", true).at("/code").asString())
        .isEqualTo("MONITOR-003");
    assertThat(get("/waits").at("/items").isArray()).isTrue();
  }

  private static JsonNode explained(String sql, boolean analyze) throws Exception {
    return Api.json(
        api.send(
            "POST",
            "/v1/databases/demo/explain",
            "{\"sql\": \"%s\", \"parameters\": [1], \"analyze\": %s}".formatted(sql, analyze)));
  }

  @Test
  void tellsHowFarADatabaseOfThisMachineCanGrow() throws Exception {
    await().until(() -> get("/series").at("/series").findValuesAsString("metric").contains("size"));
    String about = "";
    for (JsonNode each : get("/series").at("/series")) {
      about = each.at("/metric").asString().equals("size") ? each.at("/about").asString() : about;
    }

    JsonNode size = get("/history?metric=size&about=" + about);

    assertThat(size.at("/limit").doubleValue())
        .isGreaterThan(size.at("/points/0/mean").doubleValue());
    assertThat(get("/history?metric=size&limit=5&about=" + about).at("/limit").intValue())
        .isEqualTo(5);
    assertThat(get("/history?metric=up").at("/limit").isNull()).isTrue();
  }

  @Test
  void showsWhoWaitsAndTerminatesTheRootWithAnAuditEntry() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> running = new ArrayList<>();
    running.add(
        query(
            "with u as (update clinics set name = name where id = 1 returning id) select"
                + " pg_sleep(60) from u"));
    await().until(() -> get("/activity").toString().contains("pg_sleep"));
    running.add(
        query(
            "with u as (update clinics set name = name where id = 1 returning id) select id from"
                + " u"));
    await().until(() -> get("/locks").at("/waiting").intValue() == 1);

    JsonNode root = get("/locks").at("/roots/0");
    String pid = root.at("/session/id").asString();
    assertThat(root.at("/session/statement").asString()).contains("pg_sleep(?)");
    assertThat(root.at("/waiting/0/session/wants").asString()).isEqualTo("a row of clinics");
    HttpResponse<String> terminated =
        api.send("POST", "/v1/databases/demo/locks/" + pid + "/terminate", "");

    assertThat(terminated.statusCode()).isEqualTo(200);
    assertThat(Api.json(terminated).at("/id").asString()).isEqualTo(pid);
    for (CompletableFuture<HttpResponse<String>> each : running) {
      each.join();
    }
    assertThat(api.send("POST", "/v1/databases/demo/locks/" + pid + "/terminate", "").body())
        .contains("MONITOR-002");
    await().until(() -> api.send("GET", "/v1/audit", "").body().contains("session.terminate"));
  }

  private static CompletableFuture<HttpResponse<String>> query(String sql) {
    return CompletableFuture.supplyAsync(() -> {
      try {
        return api.query("demo", sql);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    });
  }

  private static JsonNode get(String what) throws Exception {
    HttpResponse<String> response = api.send("GET", "/v1/databases/demo" + what, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Api.json(response);
  }
}
