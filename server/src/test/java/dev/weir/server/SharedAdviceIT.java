package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two servers on one store, and what each knows of the advice that the other applied. */
class SharedAdviceIT {
  private static final String PATH = "/v1/databases/clinic/advice";
  private static final String EARLIER =
      """
      {"when":"2026-01-02T03:04:05Z","who":"anna","database":"clinic","id":"11111111","rule":"index-missing",\
      "object":"visits","state":"APPLIED","commands":["create index"],"undo":["drop index"],"index":null}
      """;

  @TempDir static Path folder;

  private static final List<Server> SERVERS = new ArrayList<>();
  private static final List<Api> APIS = new ArrayList<>();
  private static DatabaseServer store;

  @BeforeAll
  static void startTwoServersOnOneStore() throws Exception {
    store = Servers.freshPostgresql15(Map.of("fsync", "off"));
    plant();
    for (String name : List.of("one", "two")) {
      Home home = new Home(folder.resolve(name));
      Files.createDirectories(home.folder());
      Files.writeString(
          home.configuration(), "databases:\n  clinic:\n    url: " + store.url() + "\n");
      if (name.equals("two")) {
        Files.writeString(home.folder().resolve("advice.jsonl"), EARLIER);
      }
      Server server = Server.start(Options.of(home).port(0).demo(false).store(store.url()));
      SERVERS.add(server);
      APIS.add(Api.of(server, home));
    }
  }

  private static void plant() throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://" + store.host() + ":" + store.port() + "/" + store.database(),
                store.user(),
                store.password());
        Statement sql = connection.createStatement()) {
      sql.execute("create schema clinic");
      sql.execute("create table clinic.visits (id int primary key, name text)");
      sql.execute("create index one on clinic.visits (name)");
      sql.execute("create index two on clinic.visits (name)");
    }
  }

  @AfterAll
  static void stop() {
    APIS.forEach(Api::close);
    SERVERS.forEach(Server::close);
    store.close();
  }

  @Test
  void whatOneServerAppliedTheOtherKnowsAndTakesBack() throws Exception {
    assertThat(history(1).findValuesAsString("id")).containsExactly("11111111");
    assertThat(history(0).findValuesAsString("who")).containsExactly("anna");
    String id = duplicate();

    assertThat(ended(0, id, "apply").at("/result/outcome").asString()).isEqualTo("APPLIED");
    assertThat(history(1).findValuesAsString("id")).containsExactly("11111111", id);
    assertThat(ended(1, id, "undo").at("/result/outcome").asString()).isEqualTo("UNDONE");

    assertThat(history(0).findValuesAsString("state")).containsExactly("APPLIED", "UNDONE");
    assertThat(Files.readString(folder.resolve("two").resolve("advice.jsonl"))).isEqualTo(EARLIER);
    assertThat(folder.resolve("one").resolve("advice.jsonl")).doesNotExist();
  }

  private static String duplicate() throws Exception {
    for (JsonNode each : get(0, "").at("/items")) {
      if (each.at("/rule").asString().equals("index-duplicate")
          && each.at("/object").asString().startsWith("clinic.")) {
        return each.at("/id").asString();
      }
    }
    throw new AssertionError("The duplicate index is not told: " + get(0, ""));
  }

  private static JsonNode history(int server) throws Exception {
    return get(server, "/history");
  }

  private static JsonNode ended(int server, String id, String what) throws Exception {
    Api api = APIS.get(server);
    HttpResponse<String> begun = api.send("POST", PATH + "/" + id + "/" + what, "");
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String place = begun.headers().firstValue("Location").orElseThrow();
    await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> !Api.json(api.send("GET", place, "")).at("/state").asString().equals("RUNNING"));
    return Api.json(api.send("GET", place, ""));
  }

  private static JsonNode get(int server, String what) throws Exception {
    HttpResponse<String> response = APIS.get(server).send("GET", PATH + what, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Api.json(response);
  }
}
