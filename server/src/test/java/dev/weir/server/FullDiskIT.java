package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.SmallDisk;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the server does while its store has no room. */
@Tag("long")
class FullDiskIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  private final DatabaseServer target = Servers.postgresql15();
  private int asked;

  @Test
  void a_store_without_room_costs_nothing_that_was_acknowledged() throws Exception {
    Home home = new Home(folder.resolve("home"));
    try (DatabaseServer store = Servers.freshPostgresql15(ServerOptions.DEFAULTS.withDisk(130));
        ServerProcess server =
            ServerProcess.launch(home, Map.of("WEIR_STORE", store.url()), "--port", "0").ready();
        Api api = server.api()) {
      assertThat(define(api, "target").statusCode()).isEqualTo(201);
      SmallDisk.fill(store.dataDirectory());

      Set<String> answered = new HashSet<>();
      while (!Files.exists(home.audit().resolve("spill.jsonl"))) {
        answered.add(query(api));
      }
      answered.add(query(api));
      List<String> kept = defineUntilRefused(api, "more-");
      assertThat(api.get("/v1/databases/target").statusCode()).isEqualTo(200);
      SmallDisk.free(store.dataDirectory());

      heals(api, home, kept);
      assertThat(audited(api)).containsAll(answered);
    }
  }

  @Test
  void an_embedded_store_that_ends_by_itself_on_a_full_disk_is_started_again() throws Exception {
    try (SmallDisk disk = SmallDisk.of(400)) {
      Home home = new Home(disk.path().resolve("home"));
      try (ServerProcess server =
              ServerProcess.launch(home, Map.of(), "--port", "0", "--no-demo").ready();
          Api api = server.api()) {
        assertThat(define(api, "target").statusCode()).isEqualTo(201);
        disk.fill();
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < 100; i++) {
          answered.add(query(api));
        }
        List<String> kept = defineUntilRefused(api, "more-");

        kill(home);
        await().atMost(PATIENCE).until(() -> server.output().contains("The store ended by itself"));
        answered.add(query(api));
        // Its recovery may have found some room.
        kept.addAll(defineUntilRefused(api, "later-"));
        disk.free();

        heals(api, home, kept);
        Set<String> found = audited(api);
        found.addAll(inLog(server.output()));
        assertThat(found).containsAll(answered);
      }
    }
  }

  /** As the system does with a store that wants more memory than there is. */
  private static void kill(Home home) throws Exception {
    String pid = Files.readAllLines(home.store().resolve("postmaster.pid")).getFirst();
    ProcessHandle store = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    store.destroyForcibly();
    store.onExit().get();
  }

  private HttpResponse<String> define(Api api, String name) throws Exception {
    return api.send(
        "POST",
        "/v1/databases",
        """
        {"name": "%s", "type": "POSTGRESQL", "host": "127.0.0.1", "port": %d, "database": "%s",
         "user": "%s", "password": "%s", "tags": {"note": "%s"}}
        """
            .formatted(
                name,
                target.port(),
                target.database(),
                target.user(),
                target.password(),
                "n".repeat(1_500)));
  }

  /** Answers the names of those that were acknowledged. */
  private List<String> defineUntilRefused(Api api, String prefix) throws Exception {
    List<String> kept = new ArrayList<>();
    while (true) {
      String name = prefix + kept.size();
      HttpResponse<String> response = define(api, name);
      if (response.statusCode() != 201) {
        problem(response, "SERVER-025", "SERVER-026", "WEIR-036");
        return kept;
      }
      kept.add(name);
    }
  }

  private static void problem(HttpResponse<String> response, String... codes) {
    JsonNode problem = Api.json(response);
    assertThat(problem.at("/code").stringValue("")).as(response.body()).isIn((Object[]) codes);
    assertThat(problem.at("/nextStep").stringValue("")).isNotEmpty();
    assertThat(response.body()).doesNotContain("\tat ").doesNotContain("Exception");
    if (problem.at("/retryable").booleanValue()) {
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }
  }

  /** Answers the trace of a query that was answered, as it must be without the store too. */
  private String query(Api api) throws Exception {
    String trace = "%032x".formatted(0xabc0000L + asked++);
    HttpResponse<String> response =
        api.query("target", "select 1", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return trace;
  }

  private void heals(Api api, Home home, List<String> kept) throws Exception {
    await().atMost(PATIENCE).until(() -> define(api, "after").statusCode() == 201);
    for (String name : kept) {
      assertThat(api.get("/v1/databases/" + name).statusCode()).as(name).isEqualTo(200);
    }
    query(api);
    await()
        .atMost(PATIENCE)
        .until(() ->
            !Files.exists(home.audit().resolve("spill.jsonl"))
                && !Files.exists(home.audit().resolve("spill.handing")));
  }

  private static Set<String> audited(Api api) throws Exception {
    Set<String> traces = new HashSet<>();
    Optional<String> page = Optional.of("/v1/audit?target=target&limit=1000");
    while (page.isPresent()) {
      HttpResponse<String> response = api.get(page.get());
      Api.json(response).forEach(line -> traces.add(line.at("/correlation").stringValue("")));
      page =
          response.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
    }
    return traces;
  }

  /** Where neither store nor file has room, lines go to the log, which may lie elsewhere. */
  private static Set<String> inLog(String log) {
    return new HashSet<>(
        Pattern.compile("audit \\{.*\"correlation\":\"([0-9a-f]{32})\"")
            .matcher(log)
            .results()
            .map(found -> found.group(1))
            .toList());
  }
}
