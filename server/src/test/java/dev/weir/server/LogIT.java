package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  @TempDir Path folder;

  private final DatabaseServer target = Servers.postgresql15();

  @Test
  void a_server_that_logs_in_json_names_the_request_and_tells_no_secret() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (ServerProcess server =
            ServerProcess.launch(home, Map.of(), "--port", "0", "--no-demo", "--log-format", "json")
                .ready();
        Api api = server.api()) {
      define(api, "well", target.password());
      define(api, "wrong", "hunter2");
      String[] trace = {"traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01"};

      api.query("well", "select pg_sleep(1.5), 'hunter2' /* password=hunter2 */", trace);
      api.query("wrong", "select 1", trace);

      JsonNode slow = await().until(() -> slow(server), Optional::isPresent).orElseThrow();
      assertThat(slow.at("/level").stringValue()).isEqualTo("WARN");
      assertThat(slow.at("/time").stringValue()).endsWith("Z");
      assertThat(server.output()).doesNotContain("hunter2").doesNotContain(target.password());
      assertThat(server.output().lines().filter(line -> line.startsWith("{"))).isNotEmpty();
      assertThat(server.output().lines())
          .as("what is no object is what the server says to its terminal")
          .allMatch(line -> line.startsWith("{") || !line.matches(".*\\b(INFO|WARN|ERROR)\\b.*"));
    }
  }

  private void define(Api api, String name, String password) throws Exception {
    String body =
        """
        {"name": "%s", "type": "POSTGRESQL", "host": "127.0.0.1", "port": %d, "database": "%s",
         "user": "%s", "password": "%s"}
        """
            .formatted(name, target.port(), target.database(), target.user(), password);
    assertThat(api.send("POST", "/v1/databases", body).statusCode()).isEqualTo(201);
  }

  /** The line of the slow statement, by its request. */
  private static Optional<JsonNode> slow(ServerProcess server) throws Exception {
    return server
        .output()
        .lines()
        .filter(line -> line.startsWith("{") && line.endsWith("}"))
        .map(line -> JsonMapper.shared().readTree(line))
        .filter(line -> TRACE.equals(line.at("/correlation").stringValue("")))
        .filter(line -> line.at("/message").stringValue("").contains("well"))
        .findFirst();
  }
}
