package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Advice and reports over REST, on the faults of the demo database. */
class AdviceIT {
  private static final String PATH = "/v1/databases/demo/advice";

  @TempDir static Path folder;

  private static Server server;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    Home home = new Home(folder.resolve("home"));
    server = Server.start(Options.of(home).port(0));
    api = Api.of(server, home);
  }

  @AfterAll
  static void stop() {
    api.close();
    server.close();
  }

  @Test
  void anAdviceIsFoundAppliedAndTakenBack() throws Exception {
    JsonNode duplicate = given("index-duplicate");
    assertThat(duplicate.at("/object").asString()).isEqualTo("public.patients_clinic_name_copy");
    assertThat(duplicate.at("/commands/0").asString()).startsWith("DROP INDEX CONCURRENTLY");
    String id = duplicate.at("/id").asString();

    assertThat(done("/" + id + "/apply?dryRun=true").at("/result/outcome").asString())
        .isEqualTo("PLANNED");
    assertThat(given("index-duplicate").at("/id").asString()).isEqualTo(id);
    assertThat(done("/" + id + "/apply").at("/result/outcome").asString()).isEqualTo("APPLIED");
    assertThat(get("").at("/items").findValuesAsString("rule")).doesNotContain("index-duplicate");
    assertThat(get("/history").findValuesAsString("state")).containsExactly("APPLIED");
    assertThat(done("/" + id + "/undo").at("/result/outcome").asString()).isEqualTo("UNDONE");
    assertThat(given("index-duplicate").at("/id").asString()).isEqualTo(id);
    await()
        .untilAsserted(() ->
            assertThat(api.send("GET", "/v1/audit?target=demo%20" + id, "").body())
                .contains("advice.apply", "advice.undo"));
  }

  @Test
  void anUnknownAdviceFailsItsOperationWithACode() throws Exception {
    JsonNode failed = ended(api.send("POST", PATH + "/00000000/apply", ""));

    assertThat(failed.at("/state").asString()).isEqualTo("FAILED");
    assertThat(failed.at("/code").asString()).isEqualTo("ADVICE-002");
  }

  @Test
  void aReportIsToldAsTheCallerAcceptsIt() throws Exception {
    HttpResponse<String> json = api.send("GET", "/v1/databases/demo/report", "");
    HttpResponse<String> page =
        api.send("GET", "/v1/databases/demo/report", "", "Accept", "text/html");
    HttpResponse<String> text =
        api.send("GET", "/v1/databases/demo/report", "", "Accept", "text/plain");

    assertThat(Api.json(json).at("/advice").findValuesAsString("title")).isNotEmpty();
    assertThat(page.body()).startsWith("<!doctype html>").contains("What to do", "<svg");
    assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(text.body()).startsWith("demo (POSTGRESQL)").contains("What to do");
  }

  private static JsonNode given(String rule) throws Exception {
    for (JsonNode each : get("").at("/items")) {
      if (each.at("/rule").asString().equals(rule)) {
        return each;
      }
    }
    throw new AssertionError("There is no advice " + rule);
  }

  private static JsonNode done(String what) throws Exception {
    JsonNode ended = ended(api.send("POST", PATH + what, ""));
    assertThat(ended.at("/state").asString()).as(ended.toString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  private static JsonNode ended(HttpResponse<String> begun) throws Exception {
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String place = begun.headers().firstValue("Location").orElseThrow();
    await()
        .until(
            () -> !Api.json(api.send("GET", place, "")).at("/state").asString().equals("RUNNING"));
    return Api.json(api.send("GET", place, ""));
  }

  private static JsonNode get(String what) throws Exception {
    HttpResponse<String> response = api.send("GET", PATH + what, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Api.json(response);
  }
}
