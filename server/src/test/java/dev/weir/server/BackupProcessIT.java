package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server that is killed in the middle of a backup. */
class BackupProcessIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  @TempDir Path folder;

  @Test
  void aServerThatWasKilledTellsTheBackupAsFailedAndCatchesItUp() throws Exception {
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.createFile(folder.resolve("notes.db"));
    configure(home, "create notes --throttle 50kB");
    try (DatabaseServer store = Servers.freshPostgresql15(Map.of())) {
      Map<String, String> environment = Map.of("WEIR_STORE", store.url());
      try (ServerProcess first = ServerProcess.launch(home, environment, "--port", "0").ready();
          Api api = first.api()) {
        update(api, "create table notes (id integer primary key, text blob)");
        update(api, "insert into notes values (1, randomblob(5000000))");
        makeDue(store);
        await().atMost(LONG).until(() -> newest(api).at("/amount/done").asLong(0) > 0);
        assertThat(newest(api).at("/state").asString("")).isEqualTo("RUNNING");

        first.kill();
      }
      configure(home, "create notes");

      try (ServerProcess second = ServerProcess.launch(home, environment, "--port", "0").ready();
          Api api = second.api()) {
        await().atMost(LONG).until(() -> newest(api).at("/state").asString("").equals("SUCCEEDED"));
        JsonNode all = Api.json(api.get("/v1/operations")).at("/items");

        assertThat(all).hasSize(2);
        assertThat(all.get(1).at("/state").stringValue()).isEqualTo("FAILED");
        assertThat(all.get(1).at("/message").stringValue()).contains("The server ended");
        assertThat(all.get(0).at("/author").stringValue()).isEqualTo("schedule yearly");
        assertThat(Api.json(api.get("/v1/backups")).at("/items")).hasSize(1);
        assertThat(Api.json(api.get("/v1/backups/schedules")).get(0).at("/next").stringValue())
            .contains("-01-01T00:00:00Z");
      }
    }
  }

  @Test
  @Tag("long")
  void anotherServerTakesOverWhatADeadOneWasAt() throws Exception {
    Home one = new Home(folder.resolve("one"));
    Home two = new Home(folder.resolve("two"));
    Files.createFile(folder.resolve("notes.db"));
    for (Home each : List.of(one, two)) {
      Files.createDirectories(each.folder());
      configure(each, "create notes --throttle 200kB");
    }
    try (DatabaseServer store = Servers.freshPostgresql15(Map.of())) {
      Map<String, String> environment = Map.of("WEIR_STORE", store.url());
      try (ServerProcess dying = ServerProcess.launch(one, environment, "--port", "0").ready();
          Api api = dying.api()) {
        update(api, "create table notes (id integer primary key, text blob)");
        update(api, "insert into notes values (1, randomblob(5000000))");
        makeDue(store);
        await().atMost(LONG).until(() -> newest(api).at("/amount/done").asLong(0) > 0);

        try (ServerProcess other = ServerProcess.launch(two, environment, "--port", "0").ready();
            Api living = other.api()) {
          dying.kill();

          await()
              .atMost(LONG.multipliedBy(2))
              .until(() ->
                  newest(living).at("/state").asString("").equals("SUCCEEDED")
                      && operation(living, 1).at("/state").asString("").equals("FAILED"));
          assertThat(operation(living, 1).at("/message").asString(""))
              .contains("not seen any more");
          assertThat(Api.json(living.get("/v1/backups")).at("/items")).hasSize(1);
        }
      }
    }
  }

  private static JsonNode operation(Api api, int index) throws Exception {
    return Api.json(api.get("/v1/operations")).at("/items/" + index);
  }

  private void configure(Home home, String command) throws Exception {
    Files.writeString(
        home.configuration(),
        """
        databases:
          notes: {url: "sqlite:%1$s/notes.db"}
        settings:
          backup:
            repository: %1$s/repo
            encryption: false
            compression: none
            schedules:
              yearly: 0 0 1 1 * %2$s
        """
            .formatted(folder, command));
  }

  private static JsonNode newest(Api api) throws Exception {
    return Api.json(api.get("/v1/operations")).at("/items/0");
  }

  private static void makeDue(DatabaseServer store) throws Exception {
    String url = "jdbc:postgresql://" + store.host() + ":" + store.port() + "/" + store.database();
    try (Connection sql = DriverManager.getConnection(url, store.user(), store.password());
        Statement statement = sql.createStatement()) {
      int changed =
          statement.executeUpdate(
              "update weir.scheduled_tasks set execution_time = now(), version = version + 1"
                  + " where task_name = 'backup'");
      assertThat(changed).isEqualTo(1);
    }
  }

  private static void update(Api api, String sql) throws Exception {
    assertThat(
            api.send("POST", "/v1/databases/notes/update", "{\"sql\": \"" + sql + "\"}")
                .statusCode())
        .isEqualTo(200);
  }
}
