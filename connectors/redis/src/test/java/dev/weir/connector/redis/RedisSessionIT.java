package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.Invocation;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Session;
import dev.weir.testing.databases.Servers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisSessionIT {
  private static Client redis;

  @BeforeAll
  static void open() {
    redis = Client.of(Servers.redis(), builder -> builder.database("9"));
  }

  @AfterAll
  static void close() {
    redis.close();
  }

  @BeforeEach
  void empty() {
    redis.update("FLUSHDB");
  }

  private static void refused(Action action, String text, ErrorCode code) {
    assertThatThrownBy(() -> redis.run(action, text))
        .asInstanceOf(type(WeirException.class))
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo(code);
          assertThat(e.effect()).isEqualTo(Effect.NONE);
        });
  }

  @Test
  void answers_of_every_type_are_rows() {
    redis.update("HSET h f 1 g ?", "é");
    redis.query("RPUSH l a b");
    redis.update("SADD s x");
    redis.update("ZADD z 0.1 m 1e300 n -inf o");
    redis.query("XADD st 1-1 f v");

    assertThat(redis.query("HGETALL h")).containsExactly(List.of("f", "1"), List.of("g", "é"));
    assertThat(redis.query("LRANGE l 0 -1")).containsExactly(List.of("a"), List.of("b"));
    assertThat(redis.query("SMEMBERS s")).containsExactly(List.of("x"));
    assertThat(redis.query("ZRANGE z 0 -1 WITHSCORES"))
        .containsExactly(
            List.of("o", Double.NEGATIVE_INFINITY), List.of("m", 0.1), List.of("n", 1e300));
    assertThat(redis.query("ZSCORE z m")).containsExactly(List.of(0.1));
    assertThat(redis.query("ZPOPMIN z")).containsExactly(List.of("o", Double.NEGATIVE_INFINITY));
    assertThat(redis.query("XRANGE st - +")).containsExactly(List.of("1-1", Map.of("f", "v")));
    assertThat(redis.query("XREAD STREAMS st 0"))
        .containsExactly(List.of("st", "1-1", Map.of("f", "v")));
    assertThat(redis.query("HRANDFIELD h 2 WITHVALUES")).contains(List.of("f", "1"));
    assertThat(redis.query("INCR n")).containsExactly(List.of(1L));
    assertThat(redis.query("GET nothing")).containsExactly(Arrays.asList((Object) null));
    assertThat(redis.query("CONFIG GET maxmemory")).containsExactly(List.of("maxmemory", "0"));
    assertThat(redis.query("EVAL 'return {1, {\"a\"}}' 0"))
        .containsExactly(List.of("1"), List.of("[\"a\"]"));
    assertThat(redis.query("INFO server"))
        .anySatisfy(row -> assertThat(row).startsWith("Server", "redis_version"));
    assertThat(redis.query("LRANGE nothing 0 -1")).isEmpty();
  }

  @Test
  void updates_count_what_changed() {
    assertThat(redis.update("SET a 1")).isEqualTo(1);
    assertThat(redis.update("SET a 2 NX")).isZero();
    assertThat(redis.update("DEL a b")).isEqualTo(1);
    assertThat(redis.update("HSET h a 1 b 2")).isEqualTo(2);
    assertThat(redis.update("SADD s a b a")).isEqualTo(2);
    assertThat(redis.update("LPUSH l a b c")).isEqualTo(1);
    assertThat(redis.update("LPUSHX nothing a")).isZero();
    assertThat(redis.update("DECR n")).isEqualTo(1);
    assertThat(redis.update("EXPIRE nothing 5")).isZero();
    assertThat(redis.update("EVAL 'return 3' 0")).isEqualTo(3);
    assertThat(redis.update("CONFIG RESETSTAT")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE | GETDEL a",
        "UPDATE | GET a",
        "UPDATE | SET a 2 GET",
        "UPDATE | ZADD z INCR 1 m",
        "UPDATE | LPOP a",
        "QUERY | SET a 2",
        "QUERY | DEL a",
        "QUERY | FLUSHDB",
      })
  void what_would_lose_its_answer_is_refused_before_it_runs(Action action, String text) {
    redis.update("SET a 1");

    refused(action, text, CoreError.NO_ROWS_EXPECTED);

    assertThat(redis.value("GET a")).isEqualTo("1");
  }

  @Test
  void execute_answers_whatever_the_command_does() {
    assertThat(redis.run(Action.EXECUTE, "SET a 1")).isEqualTo(new Result.Updated(1, List.of()));
    assertThat(redis.run(Action.EXECUTE, "DEL a")).isEqualTo(new Result.Updated(1, List.of()));
    assertThat(redis.run(Action.EXECUTE, "INCR a")).isInstanceOf(Rows.class);
    assertThat(redis.run(Action.EXECUTE, "GETDEL a")).isInstanceOf(Rows.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MULTI",
        "EXEC",
        "WATCH a",
        "SUBSCRIBE c",
        "MONITOR",
        "SELECT 3",
        "AUTH x",
        "CLIENT REPLY OFF",
        "QUIT",
        "HELLO 2"
      })
  void what_would_spoil_the_connection_is_refused(String text) {
    refused(Action.EXECUTE, text, CoreError.NOT_SUPPORTED);
  }

  @Test
  void what_redis_has_not_is_refused_with_its_own_code() {
    try (Session session = redis.borrow()) {
      List<Runnable> lacking =
          List.of(
              () -> session.begin(TransactionOptions.DEFAULT),
              session::commit,
              session::rollback,
              () -> session.savepoint("a"),
              () -> session.rollbackTo("a"),
              () -> session.release("a"),
              () -> session.bindTenant("app.tenant", "7"),
              () -> session.execute(Client.invocation(Action.CALL, Client.soon(), "PING")));

      for (Runnable each : lacking) {
        assertThatThrownBy(each::run)
            .asInstanceOf(type(Rejected.class))
            .satisfies(e -> assertThat(e.code()).isEqualTo(CoreError.NOT_SUPPORTED));
      }
    }
  }

  @Test
  void keys_and_values_are_safe_for_every_byte() {
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    String emoji = "患者:😀 'x' \"y\"\r\n";

    redis.update("SET :key :value".replace(":key", "?").replace(":value", "?"), emoji, every);
    redis.update("SET ? plain", every);

    assertThat((byte[]) redis.value("GET ?", emoji)).isEqualTo(every);
    assertThat(redis.value("GET ?", every)).isEqualTo("plain");
    assertThat(redis.query("SCAN")).contains(List.of(emoji)).hasSize(2);
    assertThat(redis.value("GET \"患者:😀 'x' \\\"y\\\"\\r\\n\"")).isNotNull();
  }

  @Test
  void values_are_bound_as_whole_arguments() {
    redis.update("SET a ?", "1 EX 1\r\nDEL a");
    redis.update("HSET n i ? d ? b ? m ?", 7, 0.1, true, new java.math.BigDecimal("1e3"));

    assertThat(redis.value("GET a")).isEqualTo("1 EX 1\r\nDEL a");
    assertThat(redis.query("HVALS n"))
        .containsExactly(List.of("7"), List.of("0.1"), List.of("1"), List.of("1000"));
    assertThatThrownBy(() -> redis.update("SET a ?", new Object()))
        .asInstanceOf(type(Rejected.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(CoreError.PARAMETER_TYPE));
  }

  @Test
  void ten_thousand_commands_go_in_few_round_trips() {
    List<List<Object>> members = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      members.add(List.of("k:" + i % 5_000, i));
    }

    long[] counts = redis.batch("SADD ? ?", members);

    assertThat(counts).hasSize(10_000).containsOnly(1);
    assertThat(redis.value("DBSIZE")).isEqualTo(5_000L);
    assertThat(redis.batch("SADD ? ?", members)).containsOnly(0);
    assertThat(redis.batch("SADD ? ?", List.of())).isEmpty();
  }

  @Test
  void a_batch_names_the_member_that_failed() {
    redis.update("SET b text");

    assertThatThrownBy(
            () -> redis.batch("INCR ?", List.of(List.of("a"), List.of("b"), List.of("c"))))
        .asInstanceOf(type(WeirException.class))
        .satisfies(e -> {
          assertThat(e.code()).isEqualTo(DatabaseError.INVALID_VALUE);
          assertThat(e.effect()).isEqualTo(Effect.UNKNOWN);
          assertThat(e.facts()).containsEntry("member", "1");
        });
    assertThat(redis.value("GET c")).isEqualTo("1");
  }

  @Test
  void a_scan_streams_two_hundred_thousand_keys_in_constant_memory() {
    List<List<Object>> members = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      members.add(List.of("patient:" + i));
    }
    redis.batch("SET ? 1", members);
    members.clear();
    redis.update("SET other 1");
    long keys = 0;
    long usedEarly = 0;
    long usedLate = 0;

    try (Session session = redis.borrow();
        Rows rows =
            (Rows)
                session.execute(
                    Client.invocation(Action.QUERY, Client.soon(), "SCAN MATCH patient:*"))) {
      while (rows.next()) {
        keys++;
        if (keys == 10_000) {
          usedEarly = usedAfterCollection();
        } else if (keys == 190_000) {
          usedLate = usedAfterCollection();
        }
      }
    }

    assertThat(keys).isGreaterThanOrEqualTo(200_000);
    assertThat(usedLate - usedEarly).isLessThan(4 << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void scans_of_hashes_sets_and_sorted_sets_go_to_the_end() {
    List<List<Object>> members = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      members.add(List.of(i, "m" + i));
    }
    redis.batch("ZADD z ? ?", members);
    redis.batch("HSET h ? ?", members);
    redis.batch("SADD s ? ?", members);

    Set<List<Object>> scores = new HashSet<>(redis.query("ZSCAN z"));
    assertThat(scores).hasSize(3_000).contains(List.of("m7", 7.0));
    assertThat(new HashSet<>(redis.query("HSCAN h 0 COUNT 100")))
        .hasSize(3_000)
        .contains(List.of("7", "m7"));
    assertThat(new HashSet<>(redis.query("SSCAN s MATCH ?", "m299[01]"))).hasSize(2);
    assertThat(new HashSet<>(redis.query("SSCAN s MATCH 'm299?'"))).hasSize(10);
  }

  @Test
  void a_scan_tells_no_more_than_asked_for() {
    redis.update("MSET a 1 b 2 c 3");
    Invocation all = Client.invocation(Action.QUERY, Client.soon(), "SCAN");
    Invocation two =
        new Invocation(
            all.action(),
            all.understanding(),
            List.of(),
            List.of(),
            null,
            all.deadline(),
            2,
            0,
            false,
            false,
            all.profile());

    try (Session session = redis.borrow();
        Rows rows = (Rows) session.execute(two)) {
      assertThat(rows.list(row -> row.text("KEY"))).hasSize(2);
      assertThat(rows.truncated()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LLEN text | INVALID_VALUE",
        "INCR text | INVALID_VALUE",
        "GET | SYNTAX",
        "SET a 1 NOSUCH | SYNTAX",
        "NOSUCH hush | NOT_SUPPORTED",
        "EVALSHA ffffffffffffffffffffffffffffffffffffffff 0 | UNKNOWN_OBJECT",
        "EVAL 'return redis.error_reply(\"ERR user_script: hush\")' 0 | USER_RAISED",
        "RENAME nothing b | UNKNOWN_OBJECT",
        "XGROUP CREATE stream g 0 | ALREADY_EXISTS",
        "XREADGROUP GROUP nosuch c STREAMS stream '>' | UNKNOWN_OBJECT",
        "LSET list 9 a | INVALID_VALUE",
        "RESTORE text 0 a | ALREADY_EXISTS",
      })
  void errors_of_the_server_are_mapped(String text, DatabaseError code) {
    redis.update("SET text words");
    redis.update("RPUSH list a");
    redis.update("XGROUP CREATE stream g 0 MKSTREAM");

    assertThatThrownBy(() -> redis.run(Action.EXECUTE, text))
        .hasMessageNotContaining("hush")
        .asInstanceOf(type(WeirException.class))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
