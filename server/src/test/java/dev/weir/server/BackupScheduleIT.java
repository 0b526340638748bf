package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
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
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two servers on one store: schedules, notifications and metrics of backups. */
class BackupScheduleIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  private static final String YEARLY = "yearly: 0 0 1 1 * create notes --label by=schedule --prune";
  private static final String PROOF = "proof: 0 0 1 1 * verify notes";

  @TempDir static Path folder;

  private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private static Hook hook;
  private static DatabaseServer store;
  private static Connection sql;
  private static final List<Home> HOMES = new ArrayList<>();
  private static final List<Server> SERVERS = new ArrayList<>();
  private static final List<Api> APIS = new ArrayList<>();

  @BeforeAll
  static void startTwoServersOnOneStore() throws Exception {
    MAIL.start();
    hook = new Hook();
    store = Servers.freshPostgresql15(Map.of());
    for (String each : List.of("notes", "proofs", "late")) {
      Files.createFile(folder.resolve(each + ".db"));
    }
    Files.writeString(folder.resolve("broken.db"), "This is no database. ".repeat(300));
    configure(YEARLY, PROOF);
    for (Home home : HOMES) {
      Server server = Server.start(Options.of(home).port(0).demo(false).store(store.url()));
      SERVERS.add(server);
      APIS.add(Api.of(server, home));
    }
    sql =
        DriverManager.getConnection(
            "jdbc:postgresql://" + store.host() + ":" + store.port() + "/" + store.database(),
            store.user(),
            store.password());
    for (String each : List.of("notes", "proofs", "late")) {
      api()
          .send(
              "POST",
              "/v1/databases/" + each + "/update",
              "{\"sql\": \"create table t (id integer primary key)\"}");
      api()
          .send(
              "POST",
              "/v1/databases/" + each + "/update",
              "{\"sql\": \"insert into t values (1), (2)\"}");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    APIS.forEach(Api::close);
    SERVERS.forEach(Server::close);
    if (sql != null) {
      sql.close();
    }
    store.close();
    hook.close();
    MAIL.stop();
  }

  /** Writes the configuration of both, which is the same. */
  private static void configure(String... schedules) throws Exception {
    write("", List.of(schedules));
  }

  private static void write(String target, List<String> schedules) throws Exception {
    String lines = String.join("\n", schedules.stream().map(line -> "      " + line).toList());
    for (String name : List.of("one", "two")) {
      Home home = new Home(folder.resolve(name));
      Files.createDirectories(home.folder());
      Files.writeString(
          home.configuration(),
          """
          databases:
            notes: {url: "sqlite:%1$s/notes.db"}
            proofs: {url: "sqlite:%1$s/proofs.db"}
            late: {url: "sqlite:%1$s/late.db"}
            broken: {url: "sqlite:%1$s/broken.db"}
          settings:
            notification:
              enabled: true
              channels:
                hook: "%2$s"
                mail: "smtp://127.0.0.1:%3$d?tls=none&from=weir@example.org&to=dba@example.org"
              on-failure: [hook, mail]
              on-success: [hook]
              on-overdue: [hook]
            backup:
              repository: %1$s/repo
              encryption: false
              %4$s
              schedules:
          """
                  .formatted(folder, hook.url(), MAIL.getSmtp().getPort(), target)
              + lines
              + "\n");
      if (HOMES.size() < 2) {
        HOMES.add(home);
      }
    }
  }

  private static Api api() {
    return APIS.getFirst();
  }

  private static void due(String task, String instance) throws Exception {
    try (Statement statement = sql.createStatement()) {
      await()
          .atMost(LONG)
          .until(() ->
              statement.executeUpdate(
                      "update weir.scheduled_tasks set execution_time = now() - interval '3 years',"
                          + " version = version + 1 where task_name = '"
                          + task
                          + "' and task_instance = '"
                          + instance
                          + "' and not picked")
                  == 1);
    }
  }

  private static JsonNode schedule(Api api, String name) throws Exception {
    for (JsonNode each : Api.json(api.get("/v1/backups/schedules"))) {
      if (each.path("name").asString("").equals(name)) {
        return each;
      }
    }
    return tools.jackson.databind.json.JsonMapper.shared().createObjectNode();
  }

  private static long count(String path, String part) throws Exception {
    return Stream.of(api().get(path).body().split(java.util.regex.Pattern.quote(part), -1)).count()
        - 1;
  }

  private static JsonNode ended(String path, String body) throws Exception {
    HttpResponse<String> begun = api().send("POST", path + "?wait=2m", body);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    return Api.json(begun);
  }

  @Test
  void oneOfTwoServersRunsAScheduleAndWhatWasMissedIsCaughtUpOnce() throws Exception {
    String next = schedule(APIS.getLast(), "yearly").path("next").asString("");
    for (int round = 1; round <= 4; round++) {
      int now = round;
      due("backup", "yearly");
      await()
          .atMost(LONG)
          .until(() ->
              count("/v1/operations?limit=500", "\"author\":\"schedule yearly\"") == now
                  && !schedule(api(), "yearly").path("running").booleanValue(true));
    }

    JsonNode after = schedule(api(), "yearly");
    assertThat(next).contains("-01-01T00:00:00Z");
    assertThat(after.path("next").asString("")).isEqualTo(next);
    assertThat(after.path("lastState").asString("")).isEqualTo("SUCCEEDED");
    assertThat(count("/v1/operations?limit=500", "\"author\":\"schedule yearly\"")).isEqualTo(4);
    assertThat(count("/v1/backups?database=notes&limit=500", "\"by\":\"schedule\"")).isEqualTo(4);
    assertThat(api().get("/v1/operations/" + after.path("lastOperation").asString("")).body())
        .contains("\"pruned\":{", "\"author\":\"schedule yearly\"");
    await().atMost(LONG).until(() -> hook.of("backup.create.succeeded", "notes").size() >= 4);
    assertThat(
            hook.of("backup.create.succeeded", "notes").stream()
                .map(each -> each.path("id"))
                .distinct())
        .hasSize(4);
    assertThat(api().get("/v1/audit?principal=schedule%20yearly&limit=200").body())
        .contains("backup.create");
  }

  @Test
  void aProofIsMadeByASchedule() throws Exception {
    String id =
        ended("/v1/backups", "{\"database\": \"notes\"}").at("/result/backup/id").asString("");

    due("backup", "proof");
    await()
        .atMost(LONG)
        .until(() -> schedule(api(), "proof").path("lastState").asString("").equals("SUCCEEDED"));

    JsonNode proof =
        Api.json(
            api()
                .get(
                    "/v1/operations/"
                        + schedule(api(), "proof").path("lastOperation").asString("")));
    assertThat(proof.at("/result/id").asString("")).isGreaterThanOrEqualTo(id);
    assertThat(proof.at("/result/good").booleanValue(false)).as(proof.toString()).isTrue();
    assertThat(proof.at("/result/level").asString("")).isEqualTo("restore");
    await()
        .atMost(LONG)
        .until(() ->
            api()
                .get("/metrics")
                .body()
                .matches(
                    "(?s).*weir_backup_last_proven_age_seconds\\{database=\"notes\"} [0-9].*"));
  }

  @Test
  void aFailureIsToldOnEachChannelOnceHoweverOftenItMustBeTried() throws Exception {
    hook.refuse(2);

    JsonNode failed = ended("/v1/backups", "{\"database\": \"broken\"}");

    assertThat(failed.path("state").asString("")).as(failed.toString()).isEqualTo("FAILED");
    await().atMost(LONG).until(() -> hook.of("backup.create.failed", "broken").size() == 3);
    await().atMost(LONG).until(() -> MAIL.getReceivedMessages().length >= 1);
    assertThat(
            hook.of("backup.create.failed", "broken").stream()
                .map(each -> each.path("id"))
                .distinct())
        .hasSize(1);
    assertThat(
            Arrays.stream(MAIL.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .filter(mail -> mail.contains("broken")))
        .hasSize(1);
    await()
        .atMost(LONG)
        .until(() ->
            api()
                .get("/metrics")
                .body()
                .contains("weir_backup_failures_total{database=\"broken\"} 1.0"));
  }

  @Test
  void aBackupThatIsNotGoodIsToldWhenItIsVerified() throws Exception {
    String id =
        ended("/v1/backups", "{\"database\": \"proofs\"}").at("/result/backup/id").asString("");
    flip(largest(folder.resolve("repo/backups/proofs/" + id)));

    JsonNode verified = ended("/v1/backups/proofs/" + id + "/verify", "{}");

    assertThat(verified.at("/result/good").booleanValue(true)).as(verified.toString()).isFalse();
    await().atMost(LONG).until(() -> !hook.of("backup.proof.failed", "proofs").isEmpty());
    assertThat(hook.of("backup.proof.failed", "proofs").getFirst().path("severity").asString(""))
        .isEqualTo("CRITICAL");
  }

  private static Path largest(Path backup) throws Exception {
    try (Stream<Path> files = Files.walk(backup)) {
      return files
          .filter(Files::isRegularFile)
          .filter(each -> !each.endsWith("manifest.json"))
          .max(java.util.Comparator.comparingLong(each -> each.toFile().length()))
          .orElseThrow();
    }
  }

  private static void flip(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whatIsOverdueIsToldOnceAndShowsInHealthAndMetrics() throws Exception {
    ended("/v1/backups", "{\"database\": \"late\"}");
    try {
      write("rpo: 1s", List.of("other: 0 0 1 1 * gc"));
      await()
          .atMost(LONG)
          .until(() -> {
            due("backup-watch", "recurring");
            return !hook.of("backup.overdue", "late").isEmpty();
          });
      due("backup-watch", "recurring");
      await().atMost(LONG).until(() -> picked("backup-watch") == 0);

      assertThat(hook.of("backup.overdue", "late")).hasSize(1);
      for (Api each : APIS) {
        assertThat(each.get("/v1/databases/late/health").body()).contains("The backup is overdue");
        assertThat(each.get("/v1/databases/broken/health").body())
            .contains("There is no good backup");
        assertThat(each.get("/metrics").body())
            .containsPattern("weir_backup_last_good_age_seconds\\{database=\"late\"} [0-9]")
            .containsPattern("weir_backup_stored_bytes\\{database=\"late\"} [1-9]")
            .containsPattern("weir_backup_duration_seconds\\{database=\"late\"} [0-9]")
            .contains("weir_backup_last_proven_age_seconds{database=\"late\"} NaN");
      }
    } finally {
      configure(YEARLY, PROOF);
      await().atMost(LONG).until(() -> schedule(api(), "yearly").has("next"));
    }
  }

  private static int picked(String task) throws Exception {
    try (Statement statement = sql.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from weir.scheduled_tasks where task_name = '"
                    + task
                    + "' and (picked or execution_time < now())")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void schedulesFollowTheConfigurationAndKeepToTheirWindow() throws Exception {
    int hour = LocalTime.now(ZoneOffset.UTC).plusHours(3).getHour();
    String window = "%02d:00-%02d:30".formatted(hour, hour);
    try {
      configure(
          YEARLY,
          PROOF,
          "windowed: 15 * * * * zone=UTC window=" + window + " create late --label by=window",
          "wrong: 0 0 1 1 * dance notes");
      await()
          .atMost(LONG)
          .until(() ->
              schedule(api(), "windowed").has("next") && schedule(api(), "wrong").has("next"));
      due("backup", "windowed");
      due("backup", "wrong");
      await()
          .atMost(LONG)
          .until(() -> schedule(api(), "wrong").path("lastState").asString("").equals("FAILED"));
      await()
          .atMost(LONG)
          .until(() ->
              schedule(api(), "windowed")
                  .path("next")
                  .asString("")
                  .contains("T%02d:15:00Z".formatted(hour)));

      assertThat(schedule(api(), "wrong").path("lastMessage").asString(""))
          .contains("BACKUP-024", "dance");
      assertThat(count("/v1/backups?database=late&limit=500", "\"by\":\"window\"")).isZero();
    } finally {
      configure(YEARLY, PROOF);
    }
    await().atMost(LONG).until(() -> !schedule(api(), "windowed").has("next"));
    assertThat(api().get("/v1/backups/schedules").body()).doesNotContain("wrong", "windowed");
  }
}
