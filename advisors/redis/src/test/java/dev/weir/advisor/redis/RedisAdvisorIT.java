package dev.weir.advisor.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Rule;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Each rule is silent on a healthy server, finds its fault, and is silent when that is mended. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RedisAdvisorIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final RedisAdvisor ADVISOR =
      new RedisAdvisor(
          new Limits(1 << 20, 24 << 20, Duration.ofSeconds(3), 1_000, Duration.ofMinutes(1)));
  private static final Set<String> FOUND = new TreeSet<>();

  private static Engine engine;
  private static DatabaseServer server;

  @BeforeAll
  static void open() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    server = Servers.freshRedis(Map.of("maxmemory", "2gb"));
    run("SET healthy yes");
  }

  @AfterAll
  static void close() {
    engine.close();
    server.close();
  }

  private static Database database() {
    return engine.database(server.url());
  }

  private static void run(String command) {
    if (database().execute(Statement.of(command).timeout(PATIENCE)) instanceof Rows rows) {
      rows.close();
    }
  }

  private static Findings examine() {
    return ADVISOR.examine(Examination.of(database()));
  }

  /** It was not told before; it is now. */
  private static Advice found(Rule rule, String object) {
    Advice advice =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    examine().advice().stream()
                        .filter(each -> each.rule() == rule && each.object().equals(object))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(advice.evidence()).isNotEmpty();
    FOUND.add(rule.code());
    return advice;
  }

  private static void follow(Advice advice) {
    ADVISOR.carryOut(database(), advice.remedy().commands(), Duration.ofSeconds(5), _ -> {});
  }

  private static void awaitHealth() {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(examine().advice()).isEmpty());
  }

  /** Does what the advice says, and then the way back and the same once more. */
  private static void mendThereAndBack(Rule rule, String object) {
    Advice advice = found(rule, object);
    follow(advice);
    awaitHealth();
    ADVISOR.carryOut(database(), advice.remedy().undo(), Duration.ofSeconds(5), _ -> {});
    follow(found(rule, object));
    awaitHealth();
  }

  @Test
  @Order(1)
  void aHealthyServerGetsNoAdvice() {
    Findings healthy = examine();

    assertThat(healthy.advice()).isEmpty();
    assertThat(healthy.notChecked()).isEmpty();
  }

  @Test
  @Order(2)
  void nothingIsKeptOnDisk() {
    run("CONFIG SET appendonly no");

    mendThereAndBack(RedisRules.PERSISTENCE, "appendonly");
  }

  @Test
  @Order(2)
  void aCacheNeedNotKeepAnything() {
    run("CONFIG SET maxmemory-policy allkeys-lru");
    run("CONFIG SET appendonly no");

    assertThat(examine().advice()).isEmpty();

    run("CONFIG SET appendonly yes");
    run("CONFIG SET maxmemory-policy noeviction");
  }

  @Test
  @Order(2)
  void aSnapshotThatCannotBeWritten() throws IOException {
    Path inTheWay = server.dataDirectory().resolve("dump.rdb");
    // Another test may have had a snapshot written.
    Files.deleteIfExists(inTheWay);
    Files.createDirectory(inTheWay);
    run("CONFIG SET save \"3600 1\"");
    run("BGSAVE SCHEDULE");
    Advice advice = found(RedisRules.SAVE_FAILED, "rdb_last_bgsave_status");

    Files.delete(inTheWay);
    await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> follow(advice));

    awaitHealth();
    run("CONFIG SET save \"\"");
  }

  @Test
  @Order(2)
  void memoryWithoutALimit() {
    run("CONFIG SET maxmemory 0");

    mendThereAndBack(RedisRules.UNLIMITED, "maxmemory");
  }

  @Test
  @Order(2)
  void memoryThatRunsOut() {
    run("CONFIG SET maxmemory 8mb");
    run("DEBUG POPULATE 77000 filling");

    follow(found(RedisRules.NEAR_LIMIT, "maxmemory"));

    awaitHealth();
    run("FLUSHALL");
    run("CONFIG SET maxmemory 2gb");
  }

  @Test
  @Order(2)
  void memoryFullOfGaps() {
    run("DEBUG POPULATE 200000 gap 300");
    run(
        "EVAL \"for i = 0, 199999 do if i % 20 > 0 then redis.call('del', 'gap:' .. i) end end\""
            + " 0");

    Advice advice = found(RedisRules.FRAGMENTED, "memory");
    follow(advice);

    assertThat(examine().advice()).noneMatch(each -> each.rule() == RedisRules.FRAGMENTED);
    run("FLUSHALL");
    run("CONFIG RESETSTAT");
  }

  @Test
  @Order(2)
  void aKeyThatIsTooBig() {
    run("EVAL \"redis.call('set', KEYS[1], string.rep('x', 3000000))\" 1 \"big 'key'\"");

    assertThat(found(RedisRules.KEY_BIG, "key big 'key'").evidence())
        .containsEntry("type", "string");

    run("UNLINK \"big 'key'\"");
    awaitHealth();
  }

  @Test
  @Order(2)
  void moreKeysThanMayBeLookedAt() {
    run("DEBUG POPULATE 3000 many");

    assertThat(examine().notChecked())
        .extracting(NotChecked::what)
        .containsExactly("redis-key-big");
    run("FLUSHALL");
    run("CONFIG RESETSTAT");
  }

  @Test
  @Order(2)
  void aCommandThatKeepsEverybodyWaiting() {
    run("DEBUG POPULATE 200000 slow");
    for (int i = 0; i < 3; i++) {
      run("EVAL \"return #redis.call('keys', '*a*b*c*')\" 0");
    }
    Advice advice = found(RedisRules.SLOW, "command KEYS");
    run("FLUSHALL ASYNC");

    follow(advice);

    awaitHealth();
  }

  @Test
  @Order(2)
  void connectionsThatRunOut() {
    run("CONFIG SET maxclients 2");

    Advice advice = found(RedisRules.CLIENTS, "maxclients");
    while (examine().advice().stream().anyMatch(each -> each.rule() == RedisRules.CLIENTS)) {
      follow(found(RedisRules.CLIENTS, "maxclients"));
    }

    assertThat(advice.evidence()).containsEntry("limit", "2");
    awaitHealth();
    run("CONFIG SET maxclients 1000");
  }

  @Test
  @Order(2)
  void anAccountWithoutAPassword() {
    run("ACL SETUSER guest on nopass ~* +ping");
    Advice guarded = found(RedisRules.PASSWORD, "user guest");

    run("CONFIG SET protected-mode no");
    found(RedisRules.OPEN, "user guest");
    run("CONFIG SET protected-mode yes");
    follow(guarded);

    awaitHealth();
    run("ACL DELUSER guest");
  }

  @Test
  @Order(2)
  void aReplicaThatDoesNotAnswer() {
    try (DatabaseServer replica =
        Servers.freshRedis(
            Map.of(
                "replicaof",
                "127.0.0.1 " + server.port(),
                "masterauth",
                server.password(),
                "maxmemory",
                "2gb"))) {
      String name = "replica 127.0.0.1:" + replica.port();
      run("CONFIG SET repl-timeout 600");
      await()
          .atMost(PATIENCE)
          .until(() ->
              database().query("INFO replication").list(row -> String.valueOf(row.text(2))).stream()
                  .anyMatch(each -> each.contains("state=online")));
      replica.pause();
      found(RedisRules.REPLICA, name);
      replica.resume();
      awaitHealth();

      Database follower = engine.database(replica.url());
      if (follower.execute(Statement.of("CONFIG SET masterauth wrong")) instanceof Rows rows) {
        rows.close();
      }
      run("CLIENT KILL TYPE replica");
      await()
          .atMost(PATIENCE)
          .until(() ->
              ADVISOR.examine(Examination.of(follower)).advice().stream()
                  .anyMatch(each -> each.object().equals("primary 127.0.0.1:" + server.port())));
    }
  }

  @Test
  @Order(2)
  void whatAnAccountMayNotAskIsNotFine() {
    run("ACL SETUSER watcher on >watcher ~* +info +ping +command +hello +auth +client +select");
    Database watcher = engine.database(server.url().replaceFirst("//[^@]*@", "//watcher:watcher@"));
    assertThat(ADVISOR.examine(Examination.of(watcher)).notChecked())
        .extracting(NotChecked::what)
        .contains("redis-open, redis-password-missing", "redis-key-big");

    run("ACL SETUSER watcher " + RedisAdvisor.GRANTS);

    assertThat(ADVISOR.examine(Examination.of(watcher)).notChecked()).isEmpty();
    run("ACL DELUSER watcher");
  }

  @Test
  @Order(3)
  void everyRuleHasFoundItsFault() {
    assertThat(FOUND).containsAll(ADVISOR.rules().stream().map(Rule::code).toList());
  }
}
