package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.testing.databases.Servers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Backups over REST: of PostgreSQL, the demo database too, and of files of SQLite. */
class BackupRestIT {
  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String VISITS =
      "select count(*) || md5(string_agg(v::text, '' order by id)) from visits v";
  private static final String ADMIN = Servers.postgresql15().adminUrl();
  private static final String CLINIC = "rest_" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir static Path folder;

  private static Home home;
  private static Server server;
  private static Api api;

  @BeforeAll
  static void start() throws Exception {
    home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.writeString(
        home.configuration(),
        """
        databases:
          notes: {url: "sqlite:%1$s/notes.db"}
          ledger: {url: "sqlite:%1$s/ledger.db", environment: production}
          broken: {url: "sqlite:%1$s/broken.db"}
          clinic: {url: "%2$s"}
          root: {url: "%3$s"}
        settings:
          backup:
            repository: repo
            retention: 30d
        """
            .formatted(folder, ADMIN.replaceFirst("(://[^/]+/)[^?]*", "$1" + CLINIC), ADMIN));
    for (String each : new String[] {"notes", "ledger", "broken"}) {
      Files.createFile(folder.resolve(each + ".db"));
    }
    server = Server.start(Options.of(home).port(0));
    api = Api.of(server, home);
    update("root", "create database " + CLINIC);
    update("clinic", "create table visits (id int primary key, note text)");
    update("clinic", "insert into visits select n, 'visit ' || n from generate_series(1, 1000) n");
    update("notes", "create table notes (id integer primary key, text text)");
    update("notes", "insert into notes values (1, 'one'), (2, 'two')");
    update("ledger", "create table entries (id integer primary key, amount integer)");
    update("ledger", "insert into entries values (1, 100)");
  }

  @AfterAll
  static void stop() throws Exception {
    update("root", "drop database if exists " + CLINIC + " with (force)");
    api.close();
    server.close();
  }

  private static void update(String database, String sql) throws Exception {
    HttpResponse<String> done =
        api.send("POST", "/v1/databases/" + database + "/update", "{\"sql\": \"" + sql + "\"}");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
  }

  private static String value(String database, String sql) throws Exception {
    return Api.json(api.query(database, sql)).at("/rows/0/0").asString();
  }

  /** Begins an operation and waits for its end. */
  private static JsonNode done(String path, String body) throws Exception {
    return done(api, path, body);
  }

  private static JsonNode done(Api by, String path, String body) throws Exception {
    HttpResponse<String> begun = by.send("POST", path, body);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    JsonNode ended = ended(Api.json(begun).at("/id").stringValue());
    assertThat(ended.at("/state").stringValue()).as(ended.toString()).isEqualTo("SUCCEEDED");
    return ended;
  }

  private static JsonNode operation(String id) throws Exception {
    return Api.json(api.get("/v1/operations/" + id));
  }

  private static JsonNode ended(String id) throws Exception {
    await().atMost(LONG).until(() -> !operation(id).at("/state").stringValue().equals("RUNNING"));
    return operation(id);
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(Api.json(answer).at("/code").stringValue()).isEqualTo(code);
  }

  private static String create(String database, String more) throws Exception {
    return done("/v1/backups", "{\"database\": \"" + database + "\"" + more + "}")
        .at("/result/backup/id")
        .stringValue();
  }

  @Test
  void aBackupOfPostgresqlIsTakenProvenAndRestoredOverADamagedTable() throws Exception {
    String before = value("clinic", VISITS);

    String id = create("clinic", ", \"labels\": {\"why\": \"test\"}");
    JsonNode proven =
        done(
            "/v1/backups/clinic/latest/verify",
            "{\"checks\": [{\"sql\": \"select count(*) from visits where false\", \"expected\":"
                + " \"0\"}]}");
    update("clinic", "update visits set note = 'lost' where id % 2 = 0");
    String damaged = value("clinic", VISITS);
    JsonNode plan =
        Api.json(
            api.send("POST", "/v1/restores/plan", "{\"database\": \"clinic\", \"clean\": true}"));
    refused(api.send("POST", "/v1/restores", "{\"database\": \"clinic\"}"), 409, "BACKUP-010");
    assertThat(value("clinic", VISITS)).isEqualTo(damaged);
    JsonNode restored = done("/v1/restores", "{\"database\": \"clinic\", \"clean\": true}");

    assertThat(proven.at("/result/good").booleanValue()).as(proven.toString()).isTrue();
    assertThat(proven.at("/result/findings").toString())
        .contains("tally", "from visits where false");
    assertThat(damaged).isNotEqualTo(before);
    assertThat(plan.at("/chain/0").stringValue()).isEqualTo(id);
    assertThat(plan.at("/plainBytes").longValue()).isPositive();
    assertThat(restored.at("/result/safety").stringValue()).isNotEmpty();
    assertThat(value("clinic", VISITS)).isEqualTo(before);
    assertThat(api.get("/v1/restores").body())
        .contains(restored.at("/result/restore").stringValue());
    // The backup taken for the undo is the newest, and not the latest.
    assertThat(Api.json(api.get("/v1/backups/clinic/latest")).at("/id").stringValue())
        .isEqualTo(id);

    JsonNode standing = Api.json(api.get("/v1/backups/standings"));
    assertThat(standing.toString()).contains("\"lastProven\":\"");
    assertThat(api.get("/v1/audit?target=clinic&limit=200").body())
        .contains("backup.create", "backup.verify", "\"restore\"");
  }

  @Test
  void theDemoDatabaseIsRestoredOverItself() throws Exception {
    String id = create("demo", ", \"tally\": false");
    update("demo", "delete from observations");

    done(
        "/v1/restores",
        "{\"database\": \"demo\", \"backup\": \"" + id + "\", \"clean\": true, \"safety\": false}");

    assertThat(value("demo", "select count(*) > 0 from observations")).isEqualTo("true");
  }

  @Test
  void aRestoreOverAFileOfSqliteIsUndone() throws Exception {
    create("notes", "");
    update("notes", "delete from notes where id = 2");

    done("/v1/restores", "{\"database\": \"notes\", \"clean\": true}");
    String restored = value("notes", "select group_concat(text) from notes");
    done("/v1/restores/undo", "{\"into\": \"notes\"}");

    assertThat(restored).isEqualTo("one,two");
    assertThat(value("notes", "select group_concat(text) from notes")).isEqualTo("one");
    update("notes", "insert into notes values (2, 'two')");
  }

  @Test
  void aProductionDatabaseIsRestoredOnlyWithItsName() throws Exception {
    create("ledger", "");
    update("ledger", "update entries set amount = 0");

    refused(
        api.send("POST", "/v1/restores", "{\"database\": \"ledger\", \"clean\": true}"),
        409,
        "BACKUP-021");
    refused(
        api.send(
            "POST",
            "/v1/restores",
            "{\"database\": \"ledger\", \"clean\": true, \"confirm\": \"notes\"}"),
        409,
        "BACKUP-021");
    String untouched = value("ledger", "select amount from entries");
    done("/v1/restores", "{\"database\": \"ledger\", \"clean\": true, \"confirm\": \"ledger\"}");

    assertThat(untouched).isEqualTo("0");
    assertThat(value("ledger", "select amount from entries")).isEqualTo("100");
    refused(api.send("POST", "/v1/restores/undo", "{\"into\": \"ledger\"}"), 409, "BACKUP-021");
  }

  @Test
  void aCancelledBackupLeavesNothingBehind() throws Exception {
    long before = Api.json(api.get("/v1/backups?database=demo&limit=500")).at("/items").size();
    JsonNode begun =
        Api.json(
            api.send("POST", "/v1/backups", "{\"database\": \"demo\", \"throttle\": \"20kB\"}"));
    String id = begun.at("/id").stringValue();
    await().atMost(LONG).until(() -> operation(id).at("/amount/done").asLong(0) > 0);
    JsonNode midway = operation(id);

    HttpResponse<String> cancel = api.send("POST", "/v1/operations/" + id + "/cancel", "");
    JsonNode ended = ended(id);
    JsonNode garbage = done("/v1/backups/gc", "{\"dryRun\": true}");

    assertThat(midway.at("/state").stringValue()).isEqualTo("RUNNING");
    assertThat(midway.at("/message").stringValue()).isNotEmpty();
    assertThat(cancel.statusCode()).isEqualTo(202);
    assertThat(ended.at("/state").stringValue()).as(ended.toString()).isEqualTo("CANCELLED");
    assertThat(ended.at("/code").stringValue()).isEqualTo("WEIR-022");
    assertThat(garbage.at("/result/0/removed").size()).as(garbage.toString()).isZero();
    assertThat(Api.json(api.get("/v1/backups?database=demo&limit=500")).at("/items").size())
        .isEqualTo((int) before);
    try (Stream<Path> left = Files.list(home.work())) {
      assertThat(left).noneMatch(each -> each.getFileName().toString().startsWith("weir-"));
    }
  }

  @Test
  void aKeyMakesABackupOnceAndACallerMayWait() throws Exception {
    String body = "{\"database\": \"notes\", \"labels\": {\"key\": \"once\"}}";

    HttpResponse<String> first =
        api.send("POST", "/v1/backups?wait=2m", body, "Idempotency-Key", "once");
    HttpResponse<String> second =
        api.send("POST", "/v1/backups?wait=2m", body, "Idempotency-Key", "once");

    assertThat(Api.json(first).at("/state").stringValue()).isEqualTo("SUCCEEDED");
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(second.headers().firstValue("Idempotency-Replayed")).contains("true");
    assertThat(Api.json(second).at("/id")).isEqualTo(Api.json(first).at("/id"));
    assertThat(api.get("/v1/backups?database=notes&limit=500").body().split("\"once\"", -1))
        .hasSize(2);
    refused(api.send("POST", "/v1/backups?wait=soon", body), 400, "WEIR-005");
  }

  @Test
  void aHeldBackupIsNotPruned() throws Exception {
    String id = create("notes", "");

    HttpResponse<String> held =
        api.send("PUT", "/v1/backups/notes/" + id + "/hold", "{\"reason\": \"case 1\"}");
    JsonNode plan =
        Api.json(api.send("POST", "/v1/backups/prune/plan", "{\"database\": \"notes\"}"));
    HttpResponse<String> released = api.send("DELETE", "/v1/backups/notes/" + id + "/hold", "");
    JsonNode pruned = done("/v1/backups/prune", "{\"database\": \"notes\"}");

    assertThat(Api.json(held).at("/held").booleanValue()).as(held.body()).isTrue();
    assertThat(plan.at("/backups").toString()).contains(id, "under legal hold");
    assertThat(Api.json(released).at("/held").booleanValue()).isFalse();
    assertThat(pruned.at("/result/removed").intValue()).isZero();
    refused(
        api.send("PUT", "/v1/backups/notes/" + id + "/hold", "{\"reason\": \" \"}"),
        400,
        "WEIR-005");
  }

  @Test
  void aPatchBringsRowsBackAsStatements() throws Exception {
    update("demo", "create table if not exists kept_rows (id int primary key, t text)");
    update("demo", "insert into kept_rows values (1, 'a'), (2, 'b') on conflict do nothing");
    create("demo", ", \"scope\": \"table=public.kept_rows\"");
    update("demo", "delete from kept_rows where id = 2");

    JsonNode written =
        done(
            "/v1/restores/patch",
            "{\"database\": \"demo\", \"scope\": \"table=public.kept_rows\"}");
    HttpResponse<String> patch = api.get(written.at("/result/path").stringValue());

    assertThat(patch.statusCode()).isEqualTo(200);
    assertThat(patch.body()).containsIgnoringCase("insert into");
    assertThat(value("demo", "select count(*) from kept_rows")).isEqualTo("1");
  }

  @Test
  void onlyWhoMayChangesAnything() throws Exception {
    try (Api viewer = with("VIEWER");
        Api operator = with("OPERATOR")) {
      assertThat(viewer.get("/v1/backups").statusCode()).isEqualTo(200);
      refused(viewer.send("POST", "/v1/backups", "{\"database\": \"notes\"}"), 403, "AUTH-006");
      refused(viewer.send("POST", "/v1/restores", "{\"database\": \"notes\"}"), 403, "AUTH-006");
      refused(
          operator.send(
              "POST", "/v1/restores", "{\"database\": \"notes\", \"folder\": \"/tmp/x\"}"),
          403,
          "AUTH-006");
      refused(
          operator.send(
              "POST", "/v1/backups", "{\"database\": \"notes\", \"options\": {\"a\": \"b\"}}"),
          403,
          "AUTH-006");
    }
  }

  @Test
  void aTokenOfOneTenantTakesThatTenantsRowsOutAndNothingElse() throws Exception {
    update("clinic", "create table beds (id int primary key, ward int, clinic_id int, note text)");
    update("clinic", "insert into beds values (1, 8, 7, 'of seven'), (2, 7, 8, 'of eight')");
    String all = create("clinic", "");
    String body = "{\"database\": \"clinic\", \"scope\": \"tenant=%s\"%s}";
    update("clinic", "update beds set note = 'lost'");
    JsonNode others = done("/v1/restores/patch", body.formatted("clinic_id:8", ""));

    try (Api seven = with("OPERATOR", ", \"tenant\": \"clinic_id:7\"")) {
      for (String path :
          new String[] {
            "/v1/backups",
            "/v1/backups/clinic/" + all,
            "/v1/backups/clinic/latest",
            "/v1/backups/standings",
            "/v1/backups/schedules",
            "/v1/restores",
            "/v1/operations",
            "/v1/databases",
            "/v1/audit",
            "/metrics"
          }) {
        refusedAny(seven.get(path));
      }
      for (String path :
          new String[] {
            "/v1/backups/clinic/" + all + "/verify",
            "/v1/backups/prune",
            "/v1/backups/prune/plan",
            "/v1/backups/gc",
            "/v1/backups/copy",
            "/v1/restores",
            "/v1/restores/plan",
            "/v1/restores/undo",
            "/v1/databases/clinic/query",
            "/v1/tokens"
          }) {
        refusedAny(seven.send("POST", path, body.formatted("clinic_id:7", "")));
      }
      refused(seven.send("DELETE", "/v1/backups/clinic/" + all + "/hold", ""), 403, "AUTH-013");
      for (String path : new String[] {"/v1/backups", "/v1/backups/check", "/v1/restores/patch"}) {
        // Another tenant's rows, and those in which another column has the value of this one.
        refused(seven.send("POST", path, body.formatted("clinic_id:8", "")), 403, "AUTH-013");
        refused(seven.send("POST", path, body.formatted("ward:7", "")), 403, "AUTH-013");
        refused(
            seven.send(
                "POST", path, "{\"database\": \"clinic\", \"scope\": \"table=public.beds\"}"),
            403,
            "AUTH-013");
      }
      refused(seven.send("POST", "/v1/backups", "{\"database\": \"clinic\"}"), 403, "AUTH-013");
      refused(
          seven.send("POST", "/v1/backups", body.formatted("clinic_id:7", ", \"prune\": true")),
          403,
          "AUTH-013");
      String theirs = others.at("/id").stringValue();
      refused(seven.get("/v1/operations/" + theirs), 404, "SERVER-022");
      refused(seven.send("POST", "/v1/operations/" + theirs + "/cancel", ""), 404, "SERVER-022");
      refused(seven.get(others.at("/result/path").stringValue()), 404, "BACKUP-008");

      JsonNode taken = done(seven, "/v1/backups", body.formatted("clinic_id:7", ""));
      String from = ", \"backup\": \"" + all + "\"";
      JsonNode own = done(seven, "/v1/restores/patch", body.formatted("clinic_id:7", from));
      assertThat(seven.get("/v1/operations/" + taken.at("/id").stringValue()).statusCode())
          .isEqualTo(200);
      assertThat(seven.get(own.at("/result/path").stringValue()).body())
          .contains("of seven")
          .doesNotContain("of eight");
    }
    assertThat(api.get("/v1/backups/clinic/" + all).statusCode()).isEqualTo(200);
    refused(
        api.send("POST", "/v1/tokens", "{\"label\": \"x\", \"tenant\": \"seven\"}"),
        400,
        "WEIR-005");
  }

  private static void refusedAny(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(Api.json(answer).at("/code").stringValue()).isIn("AUTH-006", "AUTH-013");
  }

  private static Api with(String role) throws Exception {
    return with(role, "");
  }

  private static Api with(String role, String more) throws Exception {
    HttpResponse<String> made =
        api.send(
            "POST",
            "/v1/tokens",
            "{\"label\": \"" + role + "\", \"role\": \"" + role + "\"" + more + "}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return new Api(server.address(), Api.json(made).at("/secret").stringValue());
  }

  @Test
  void whatMakesNoSenseIsRefusedInWords() throws Exception {
    refused(api.send("POST", "/v1/backups", "{\"database\": \"nowhere\"}"), 404, "WEIR-001");
    refused(api.send("POST", "/v1/backups", "{}"), 400, "WEIR-005");
    refused(
        api.send("POST", "/v1/backups", "{\"database\": \"notes\", \"scope\": \"half\"}"),
        400,
        "WEIR-005");
    refused(
        api.send("POST", "/v1/backups", "{\"database\": \"notes\", \"level\": \"some\"}"),
        400,
        "WEIR-005");
    refused(api.get("/v1/backups/notes/20260101T000000Z-0000"), 404, "BACKUP-008");
    refused(api.get("/v1/backups?from=elsewhere"), 400, "BACKUP-006");
    refused(api.send("POST", "/v1/restores/plan", "{\"database\": \"broken\"}"), 404, "BACKUP-008");
    refused(
        api.send(
            "POST",
            "/v1/restores/plan",
            "{\"database\": \"notes\", \"to\": \"1999-01-01T00:00:00Z\"}"),
        400,
        "BACKUP-020");
    refused(api.get("/v1/restores/patches/none"), 404, "BACKUP-008");
  }

  @Test
  void aChangedConfigurationIsTakenWithoutARestart() throws Exception {
    String before = Files.readString(home.configuration());
    AtomicBoolean moved = new AtomicBoolean();
    try {
      Files.writeString(
          home.configuration(),
          before.replace("repository: repo", "repository: repo\n    copies: {second: twin}"));
      await().atMost(LONG).until(() -> api.get("/v1/backups?from=second").statusCode() == 200);
      String id = create("notes", "");
      moved.set(api.get("/v1/backups?from=second").body().contains(id));
    } finally {
      Files.writeString(home.configuration(), before);
      await().atMost(LONG).until(() -> api.get("/v1/backups?from=second").statusCode() == 400);
    }

    assertThat(moved).isTrue();
    assertThat(home.folder().resolve("twin")).isDirectory();
  }
}
