package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessIT {
  @TempDir Path folder;

  @Test
  void startsCleanlyAfterBeingKilledAndLosesNothing() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (ServerProcess first = ServerProcess.launch(home, Map.of(), "--port", "0").ready();
        Api api = first.api()) {
      update(api, "create table kept (n int)");
      assertThat(update(api, "insert into kept values (1)").statusCode()).isEqualTo(200);
      first.kill();
    }

    try (ServerProcess second = ServerProcess.launch(home, Map.of(), "--port", "0").ready();
        Api api = second.api()) {
      assertThat(Api.json(api.query("demo", "select n from kept")).at("/rows/0/0").intValue())
          .isEqualTo(1);
      assertThat(Api.json(api.query("demo", "select count(*) > 0 from patients")).at("/rows/0/0"))
          .hasToString("true");
      assertThat(second.output()).doesNotContain("The administrator is");
    }
  }

  @Test
  void finishesWhatIsUnderWayWhenItIsToldToEnd() throws Exception {
    Home home = new Home(folder.resolve("home"));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    try (ServerProcess server = ServerProcess.launch(home, Map.of(), "--port", "0").ready();
        Api api = server.api()) {
      update(api, "create table done (n int)");
      for (int n = 1; n <= 8; n++) {
        answers.add(
            api.client()
                .sendAsync(
                    api.request(
                        "POST",
                        "/v1/databases/demo/update",
                        "{\"sql\": \"insert into done select "
                            + n
                            + " from (select pg_sleep(3)) s\"}"),
                    BodyHandlers.ofString()));
      }
      await()
          .until(() ->
              Api.json(
                          api.query(
                              "demo",
                              "select count(*) from pg_stat_activity where state = 'active' and"
                                  + " query like 'insert into done%'"))
                      .at("/rows/0/0")
                      .intValue()
                  == 8);

      server.terminate();

      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
      assertThat(server.exit()).isEqualTo(143);
    }
    assertThat(home.serverFile()).doesNotExist();
    assertThat(home.serverCatalog()).doesNotExist();
    assertThat(home.store().resolve("postmaster.pid")).doesNotExist();

    try (ServerProcess again = ServerProcess.launch(home, Map.of(), "--port", "0").ready();
        Api api = again.api()) {
      assertThat(
              Api.json(api.query("demo", "select count(*) from done")).at("/rows/0/0").intValue())
          .isEqualTo(8);
    }
  }

  @Test
  void endsTheStreamsOfListenersInWordsWhenItIsToldToEnd() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (ServerProcess server = ServerProcess.launch(home, Map.of(), "--port", "0").ready();
        Api api = server.api()) {
      HttpResponse<InputStream> events =
          api.client()
              .send(
                  api.request("GET", "/v1/databases/demo/notifications?channel=a", ""),
                  BodyHandlers.ofInputStream());
      assertThat(events.statusCode()).isEqualTo(200);

      long start = System.nanoTime();
      server.terminate();

      assertThat(new String(events.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("event: end", "WEIR-027");
      assertThat(server.exit()).isEqualTo(143);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
    }
  }

  @Test
  void usesAnyPostgresqlAsItsStore() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (DatabaseServer store = Servers.freshPostgresql15(Map.of());
        ServerProcess server =
            ServerProcess.launch(home, Map.of("WEIR_STORE", store.url()), "--port", "0").ready();
        Api api = server.api()) {
      assertThat(api.get("/v1/databases").body()).contains("\"items\":[]");
      assertThat(server.output()).doesNotContain(store.password());
      try (Stream<Path> files = Files.list(home.store())) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      assertThat(failure("--port", Integer.toString(taken.getLocalPort()))).contains("SERVER-002");
    }
    assertThat(failure("--port", "0", "--store", "postgresql://weir@127.0.0.1:1/weir"))
        .contains("SERVER-003");
    assertThat(failure("--port", "many")).contains("SERVER-008");
  }

  private String failure(String... arguments) throws Exception {
    try (ServerProcess server =
        ServerProcess.launch(new Home(folder.resolve("failing")), Map.of(), arguments)) {
      assertThat(server.exit()).isPositive();
      assertThat(server.output()).doesNotContain("\tat ");
      return server.output();
    }
  }

  private static HttpResponse<String> update(Api api, String sql) throws Exception {
    return api.send("POST", "/v1/databases/demo/update", "{\"sql\": \"" + sql + "\"}");
  }
}
