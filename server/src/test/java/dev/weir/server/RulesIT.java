package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.operations.alert.Rule;
import dev.weir.operations.alert.Rules;
import dev.weir.server.boot.Options;
import dev.weir.server.boot.Server;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.SmallDisk;
import dev.weir.testing.databases.Standby;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Brings each rule to fire on a real server, and to be resolved by what its playbook says. Those
 * that count refusals take their five minutes until they are good again.
 */
@Tag("long")
class RulesIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path folder;

  private final DatabaseServer store = Servers.freshPostgresql15(Map.of("autovacuum", "off"));
  private final DatabaseServer clinic = Servers.freshPostgresql15(Map.of());
  private final DatabaseServer leader = Servers.freshPostgresql15(Map.of("fsync", "off"));
  private final DatabaseServer follower = Servers.freshPostgresql15(Map.of("fsync", "off"));
  private final SmallDisk disk = SmallDisk.of(64);
  private final Map<String, Fault> faults = new LinkedHashMap<>();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private Hook hook;
  private Server server;
  private Api api;
  private volatile boolean holding;

  /** Something that goes wrong, and is mended. */
  private record Fault(String about, Callable<?> begin, Callable<?> mend) {}

  RulesIT() {
    faults.put("database-down", new Fault("clinic", this::outage, this::back));
    faults.put("breaker-open", new Fault("clinic", () -> ask("clinic", "select 1", 40), () -> 0));
    faults.put("error-rate", new Fault("clinic", () -> 0, () -> ask("clinic", "select 1", 1_600)));
    faults.put(
        "slow-statements",
        new Fault(
            "slow",
            () -> atOnce("slow", "select pg_sleep(1.2)", 24),
            () -> ask("slow", "select 1", 600)));
    faults.put("pool-exhausted", new Fault("pool", this::hold, this::release));
    faults.put("pool-leaking", new Fault("pool", () -> 0, () -> 0));
    faults.put("replication-lag", new Fault("leader", this::lag, this::catchUp));
    faults.put("backup-overdue", new Fault("notes", () -> 0, this::backup));
    faults.put("disk-full", new Fault("", this::fill, this::free));
    faults.put("wraparound", new Fault("slow", this::age, this::freeze));
    faults.put("failed-sign-ins", new Fault("", this::guess, () -> 0));
    faults.put("refused-statements", new Fault("locked", this::write, () -> 0));
  }

  @BeforeEach
  void start() throws Exception {
    Standby.follow(leader, follower);
    hook = new Hook();
    Home home = new Home(folder.resolve("home"));
    Files.createDirectories(home.folder());
    Files.createFile(folder.resolve("notes.db"));
    Files.createFile(disk.path().resolve("full.db"));
    Files.writeString(home.configuration(), configuration());
    server = Server.start(Options.of(home).port(0).store(store.url()));
    api = Api.of(server, home);
  }

  @AfterEach
  void stop() throws Exception {
    holding = false;
    clients.shutdownNow();
    api.close();
    server.close();
    hook.close();
    disk.close();
    clinic.close();
    follower.close();
    leader.close();
    store.close();
  }

  private String configuration() {
    return """
    settings:
      health.interval: 1s
      monitoring.interval: 5s
      notification:
        enabled: true
        channels: {hook: "%s"}
        on-overdue: [hook]
      backup:
        repository: %s/repo
        encryption: false
        rpo: 1h
        schedules: {yearly: 0 0 1 1 * create notes}
      alert:
        interval: 1s
        group: 0s
        resolve: 1s
        channels: [hook]
        rules:
          database-down: for 0s
          breaker-open: for 0s
          error-rate: for 0s
          slow-statements: for 0s
          pool-exhausted: for 0s
          pool-leaking: for 0s
          disk-full: for 0s
          replication-lag: 1 for 0s
          # Four thousand transactions instead of a thousand million.
          wraparound: 0.000002 for 0s
    databases:
      clinic: %s
      slow: %s
      pool:
        %s
        pool: {max-size: 5, leak-threshold: 2s, acquire-timeout: 1m}
        timeouts: {query: 10m}
      locked:
        %s
        read-only: true
      leader: {url: "%s"}
      follower: {url: "%s"}
      notes: {url: "sqlite:%s/notes.db"}
      full: {url: "sqlite:%s/full.db"}
    """
        .formatted(
            hook.url(),
            folder,
            "{" + definition(clinic, ", ") + "}",
            "{" + definition(store, ", ") + "}",
            definition(store, "\n    "),
            definition(store, "\n    "),
            administrator(leader),
            administrator(follower),
            folder,
            disk.path());
  }

  private static String administrator(DatabaseServer of) {
    return of.adminUrl().replaceAll("/[^/]*$", "/" + of.database());
  }

  private static String definition(DatabaseServer of, String between) {
    return String.join(
        between,
        "type: postgresql",
        "host: \"" + of.host() + "\"",
        "port: " + of.port(),
        "database: \"" + of.database() + "\"",
        "user: \"" + of.user() + "\"",
        "password: \"" + of.password() + "\"");
  }

  @Test
  void eachRuleFiresAndIsResolvedWhenItsFaultIsMended() throws Exception {
    assertThat(faults.keySet())
        .containsExactlyInAnyOrderElementsOf(Rules.DEFAULTS.stream().map(Rule::name).toList());
    await().atMost(LONG).until(() -> up("clinic"));
    for (Map.Entry<String, Fault> each : faults.entrySet()) {
      each.getValue().begin().call();
    }
    for (Map.Entry<String, Fault> each : faults.entrySet()) {
      await(each.getKey()).atMost(LONG).until(() -> was("FIRING", each));
    }

    for (Map.Entry<String, Fault> each : faults.entrySet()) {
      each.getValue().mend().call();
    }
    for (Map.Entry<String, Fault> each : faults.entrySet()) {
      await(each.getKey()).atMost(LONG).until(() -> was("RESOLVED", each));
    }

    await().atMost(LONG).until(() -> told("alert.resolved").containsAll(faults.keySet()));
    assertThat(told("alert.firing")).containsAll(faults.keySet());
    // What is an alert is not told another way too.
    assertThat(hook.of("backup.overdue", "notes")).isEmpty();
  }

  private boolean was(String state, Map.Entry<String, Fault> fault) throws Exception {
    for (JsonNode event : Api.json(api.get("/v1/alerts/history?limit=500")).at("/items")) {
      if (event.at("/rule").asString().equals(fault.getKey())
          && event.at("/database").asString().equals(fault.getValue().about())
          && event.at("/state").asString().equals(state)) {
        return true;
      }
    }
    return false;
  }

  /** The rules that people were told of. */
  private TreeSet<String> told(String event) {
    TreeSet<String> rules = new TreeSet<>();
    hook.of(event)
        .forEach(each -> rules.addAll(List.of(each.at("/facts/alerts").asString("").split(", "))));
    return rules;
  }

  private boolean up(String database) throws Exception {
    return api.get("/v1/databases/" + database + "/health").body().contains("\"status\":\"UP\"");
  }

  private Object outage() {
    clinic.stop();
    return true;
  }

  private Object back() throws Exception {
    clinic.start();
    await().atMost(LONG).until(() -> api.query("clinic", "select 1").statusCode() == 200);
    return true;
  }

  private Object ask(String database, String sql, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      api.query(database, sql);
    }
    return true;
  }

  private Object atOnce(String database, String sql, int times) throws Exception {
    List<Future<?>> asked = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      asked.add(clients.submit(() -> api.query(database, sql)));
    }
    for (Future<?> each : asked) {
      each.get();
    }
    return true;
  }

  /** Takes all sessions, and has others wait for one. */
  private Object hold() {
    holding = true;
    for (int i = 0; i < 8; i++) {
      clients.submit(() -> {
        while (holding) {
          api.query("pool", "select pg_sleep(600) /* held */");
        }
        return true;
      });
    }
    return true;
  }

  private Object release() throws Exception {
    holding = false;
    await()
        .atMost(LONG)
        .until(() ->
            !admin(
                "select pg_cancel_backend(pid) from pg_stat_activity where query like"
                    + " '%pg_sleep(600)%' and pid <> pg_backend_pid() and state = 'active'"));
    return true;
  }

  /** The follower gets what the leader writes, and does not apply it. */
  private Object lag() throws Exception {
    superuser(follower, follower.database(), "select pg_wal_replay_pause()");
    superuser(
        leader, leader.database(), "create table t as select n from generate_series(1, 50000) n");
    return true;
  }

  private Object catchUp() throws Exception {
    superuser(follower, follower.database(), "select pg_wal_replay_resume()");
    return true;
  }

  private Object backup() throws Exception {
    api.send("POST", "/v1/databases/notes/update", "{\"sql\": \"create table t (id integer)\"}");
    String taken = api.send("POST", "/v1/backups?wait=2m", "{\"database\": \"notes\"}").body();
    assertThat(taken).contains("SUCCEEDED");
    return true;
  }

  private Object fill() {
    disk.fill();
    return true;
  }

  private Object free() {
    disk.free();
    return true;
  }

  private Object age() throws Exception {
    return admin(
        "do $$ begin for i in 1..10000 loop perform txid_current(); commit; end loop; end $$");
  }

  /** Also of the template that nobody may connect to, whose age counts as well. */
  private Object freeze() throws Exception {
    superuser(
        store,
        store.database(),
        "update pg_database set datallowconn = true where datname = 'template0'");
    for (String database : List.of("template0", "template1", "postgres", store.database())) {
      superuser(store, database, "vacuum (freeze)");
    }
    return true;
  }

  private static void superuser(DatabaseServer of, String database, String sql) throws Exception {
    String[] login = URI.create(of.adminUrl()).getUserInfo().split(":", 2);
    try (Connection connection = connection(of, database, login[0], login[1]);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Object guess() throws Exception {
    for (int i = 0; i < 12; i++) {
      api.send("POST", "/v1/session", "{\"name\": \"nobody-" + i + "\", \"password\": \"wrong\"}");
    }
    return true;
  }

  private Object write() throws Exception {
    for (int i = 0; i < 24; i++) {
      api.send("POST", "/v1/databases/locked/update", "{\"sql\": \"create table t (id integer)\"}");
    }
    return true;
  }

  /** True when there are rows. */
  private boolean admin(String sql) throws Exception {
    try (Connection connection =
            connection(store, store.database(), store.user(), store.password());
        Statement statement = connection.createStatement()) {
      return statement.execute(sql) && statement.getResultSet().next();
    }
  }

  private static Connection connection(
      DatabaseServer of, String database, String user, String password) throws Exception {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + of.host() + ":" + of.port() + "/" + database, user, password);
  }
}
