package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Schema;
import dev.weir.api.Schema.Table;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.Deadline;
import dev.weir.spi.Invocation.Action;
import dev.weir.spi.Node;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Session;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RedisNodeIT {
  private static Deadline in(Duration time) {
    return Deadline.after(time);
  }

  private static WeirException failure(ThrowingCallable call) {
    return Objects.requireNonNull(catchThrowableOfType(WeirException.class, call));
  }

  private static void fails(ThrowingCallable call, ErrorCode code) {
    assertThat(failure(call).code()).isEqualTo(code);
  }

  @Test
  void connections_carry_name_user_and_database() {
    try (Client admin = Client.of(Servers.redis());
        Client redis =
            Client.of(Servers.redis(), d -> d.user("nurse").database("3"), () -> "häß:lich@/ ")) {
      admin.run(Action.EXECUTE, "ACL SETUSER nurse ON ? ~* +@all", ">häß:lich@/ ");

      assertThat((String) redis.value("CLIENT LIST"))
          .containsPattern("name=weir .*db=3 .*user=nurse ");
      assertThat(redis.node().version(Client.soon())).startsWith("Redis 6.2.");
    }
  }

  @Test
  void an_absent_server_shows_when_borrowed_and_heals_when_it_comes() {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      server.stop();
      try (Client redis = Client.of(server)) {
        fails(redis::borrow, DatabaseError.CONNECTION_REFUSED);
        assertThat(redis.node().pool().active()).isZero();

        server.start();

        assertThat(redis.value("PING")).isEqualTo("PONG");
      }
    }
  }

  @Test
  void a_killed_server_fails_what_is_in_flight_and_the_pool_heals() throws Exception {
    try (DatabaseServer server = Servers.freshRedis(Map.of());
        Client redis = Client.of(server)) {
      redis.update("SET kept 1");
      CompletableFuture<WeirException> write = inFlight(redis, "BLPOP nothing 0");
      CompletableFuture<WeirException> read = inFlight(redis, "XREAD BLOCK 0 STREAMS nothing 0");
      await().until(() -> redis.node().pool().active() == 2);
      await().until(() -> redis.value("INFO clients") != null && blocked(redis) == 2);

      server.kill();

      assertThat(write.get().code()).isEqualTo(DatabaseError.CONNECTION_LOST_DURING);
      assertThat(write.get().effect()).isEqualTo(Effect.UNKNOWN);
      assertThat(read.get().effect()).isEqualTo(Effect.NONE);
      fails(() -> redis.value("GET kept"), DatabaseError.CONNECTION_REFUSED);

      server.start();

      assertThat(redis.value("GET kept")).isEqualTo("1");
      assertThat(redis.node().pool().active()).isZero();
    }
  }

  private static CompletableFuture<WeirException> inFlight(Client redis, String text) {
    CompletableFuture<WeirException> failure = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        redis.run(Action.QUERY, text);
        failure.completeExceptionally(new AssertionError("It answered."));
      } catch (WeirException e) {
        failure.complete(e);
      }
    });
    return failure;
  }

  private static long blocked(Client redis) {
    return redis.query("INFO clients").stream()
        .filter(row -> "blocked_clients".equals(row.get(1)))
        .mapToLong(row -> Long.parseLong(String.valueOf(row.get(2))))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_cancelled_wait_ends_here_and_on_the_server()
      throws ExecutionException, InterruptedException {
    try (Client redis = Client.of(Servers.redis(), d -> d.database("8"))) {
      Session session = redis.borrow();
      CompletableFuture<Object> waiting =
          CompletableFuture.supplyAsync(() ->
              failure(() ->
                  session.execute(
                      Client.invocation(Action.QUERY, Deadline.NEVER, "BLPOP none 0"))));
      await().until(() -> blocked(redis) == 1);

      session.cancel();

      assertThat(((WeirException) waiting.get()).code()).isEqualTo(DatabaseError.CANCELLED);
      assertThat(session.broken()).isTrue();
      session.close();
      session.cancel();
      await().until(() -> blocked(redis) == 0);
      assertThat(redis.value("PING")).isEqualTo("PONG");
    }
  }

  @Test
  void a_server_that_does_not_answer_costs_no_more_than_the_deadline() {
    try (DatabaseServer server = Servers.freshRedis(Map.of());
        Client redis = Client.of(server)) {
      redis.update("SET a old");
      try (Session session = redis.borrow()) {
        server.pause();
        long start = System.nanoTime();

        WeirException late =
            failure(() ->
                session.execute(
                    Client.invocation(Action.UPDATE, in(Duration.ofMillis(500)), "SET a new")));

        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(late.code()).isEqualTo(CoreError.DEADLINE);
        assertThat(late.effect()).isEqualTo(Effect.UNKNOWN);
        assertThat(took).isBetween(Duration.ofMillis(500), Duration.ofSeconds(5));
        assertThat(session.broken()).isTrue();
      }
      fails(
          () -> redis.run(Action.QUERY, in(Duration.ofMillis(300)), "GET a"),
          DatabaseError.CONNECTION_REFUSED);

      server.resume();

      assertThat(redis.value("ECHO mine")).isEqualTo("mine");
      assertThat(redis.value("GET a")).isIn("old", "new");
    }
  }

  @Test
  void the_pool_is_bounded_fair_and_resized_while_running() {
    try (Client redis =
        Client.of(
            Servers.redis(),
            d ->
                d.pool(
                    new Definition.Pool(
                        0,
                        2,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1))))) {
      Session one = redis.borrow();
      Session two = redis.borrow();
      fails(() -> redis.node().borrow(in(Duration.ofMillis(50))), CoreError.POOL_EXHAUSTED);
      assertThat(redis.node().pool()).isEqualTo(new PoolStatus(2, 0, 0, 2));

      redis.node().resize(0, 3);
      Session three = redis.borrow();
      redis.node().resize(0, 1);
      three.close();
      two.close();
      assertThat(redis.node().pool()).isEqualTo(new PoolStatus(1, 0, 0, 1));
      fails(() -> redis.node().borrow(in(Duration.ofMillis(50))), CoreError.POOL_EXHAUSTED);

      one.close();
      assertThat(redis.node().pool()).isEqualTo(new PoolStatus(0, 1, 0, 1));
      redis.node().evict();
      assertThat(redis.node().pool().idle()).isZero();
      assertThat(redis.value("PING")).isEqualTo("PONG");
      redis.close();
      fails(redis::borrow, CoreError.CLOSED);
    }
  }

  @Test
  void idle_connections_beyond_the_least_are_closed_after_a_while() {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      Definition.Pool idles =
          new Definition.Pool(
              2,
              10,
              Duration.ofSeconds(5),
              Duration.ofSeconds(2),
              Duration.ofMinutes(5),
              Duration.ofMinutes(1));
      Definition definition =
          Client.CONNECTOR.parse("cache", server.url()).orElseThrow().pool(idles).build();
      Engine engine = new Engine(Connectors.installed(), List.of(definition), Secret::reveal);
      try (Client watcher = Client.of(server)) {
        Node node = engine.database("cache").primary().node();
        List<Session> lent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
          lent.add(node.borrow(Client.soon()));
        }
        assertThat(clients(watcher)).isEqualTo(1 + 6);

        lent.forEach(Session::close);

        await().until(() -> clients(watcher) == 1 + 2);
        await().during(Duration.ofSeconds(4)).until(() -> clients(watcher) == 1 + 2);
        assertThat(node.pool()).isEqualTo(new PoolStatus(0, 2, 0, 10));
      } finally {
        engine.close(Duration.ofMillis(100));
      }
    }
  }

  private static long clients(Client watcher) {
    return String.valueOf(watcher.value("CLIENT LIST")).lines().count();
  }

  @Test
  void changed_sizes_are_adopted_and_a_changed_place_is_not() {
    Definition.Pool pool = Definition.Pool.DEFAULT;
    AtomicReference<Definition> definition = new AtomicReference<>();
    try (Client redis =
        Client.of(
            Servers.redis(),
            d -> {
              definition.set(d.build());
              return d;
            })) {
      Definition larger =
          Objects.requireNonNull(definition.get()).toBuilder()
              .pool(
                  new Definition.Pool(
                      2,
                      33,
                      pool.acquireTimeout(),
                      pool.idleTimeout(),
                      pool.maxLifetime(),
                      pool.leakThreshold()))
              .build();

      assertThat(redis.node().adopt(larger)).isTrue();
      assertThat(redis.node().pool().limit()).isEqualTo(33);
      assertThat(redis.node().adopt(larger.toBuilder().database("1").build())).isFalse();
    }
  }

  @Test
  void a_rotated_password_is_used_by_the_next_connection() {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      AtomicReference<String> password = new AtomicReference<>(server.password());
      try (Client redis = Client.of(server, d -> d, password::get)) {
        redis.update("CONFIG SET requirepass rotated");
        assertThat(redis.value("PING")).isEqualTo("PONG");
        redis.node().evict();
        fails(() -> redis.value("PING"), DatabaseError.AUTHENTICATION);

        password.set("rotated");

        assertThat(redis.value("PING")).isEqualTo("PONG");
      }
    }
  }

  @Test
  void logins_that_fail_say_why() {
    DatabaseServer server = Servers.redis();
    try (Client wrong = Client.of(server, d -> d, () -> "hush");
        Client none = Client.of(server, d -> d, () -> null);
        Client far = Client.of(server, d -> d.database("99"))) {
      WeirException refused = failure(wrong::borrow);
      assertThat(refused.code()).isEqualTo(DatabaseError.AUTHENTICATION);
      assertThat(refused.facts()).containsEntry("vendorCode", "WRONGPASS");
      assertThat(refused).hasMessageNotContaining("hush");
      fails(() -> none.value("GET a"), DatabaseError.AUTHENTICATION);
      fails(far::borrow, DatabaseError.UNKNOWN_DATABASE);
    }
  }

  @Test
  void a_user_without_the_right_is_told_so() {
    try (Client admin = Client.of(Servers.redis());
        Client guest = Client.of(Servers.redis(), d -> d.user("guest"), () -> "guest")) {
      admin.run(Action.EXECUTE, "ACL SETUSER guest ON '>guest' ~open:* +@read +@connection");
      admin.update("SET closed:hush 1");

      WeirException key = failure(() -> guest.value("GET closed:hush"));
      WeirException command = failure(() -> guest.update("SET open:1 1"));

      assertThat(key.code()).isEqualTo(DatabaseError.PERMISSION);
      assertThat(key.facts()).containsEntry("vendorCode", "NOPERM");
      assertThat(key).hasMessageNotContaining("hush");
      assertThat(command.code()).isEqualTo(DatabaseError.PERMISSION);
      assertThat(steps(guest))
          .extracting(step -> step.name() + " " + step.outcome())
          .containsExactly(
              "name OK",
              "tcp OK",
              "tls SKIPPED",
              "login OK",
              "privileges WARNING",
              "version WARNING");
    }
  }

  @Test
  void limits_of_the_server_are_mapped() {
    try (DatabaseServer server =
            Servers.freshRedis(Map.of("maxclients", "2", "lua-time-limit", "50"));
        Client redis = Client.of(server)) {
      Session one = redis.borrow();
      Session two = redis.borrow();
      fails(redis::borrow, DatabaseError.TOO_MANY_CONNECTIONS);
      two.close();
      one.close();

      redis.update("CONFIG SET maxmemory 1");
      fails(() -> redis.update("SET a 1"), DatabaseError.OUT_OF_MEMORY);
      redis.update("CONFIG SET maxmemory 0");

      redis.update("REPLICAOF 127.0.0.1 1");
      fails(() -> redis.update("SET a 1"), DatabaseError.READ_ONLY);
      redis.update("REPLICAOF NO ONE");

      CompletableFuture<WeirException> script = inFlight(redis, "EVAL 'while true do end' 0");
      await().untilAsserted(() -> fails(() -> redis.value("GET a"), DatabaseError.LOCK_TIMEOUT));
      redis.run(Action.EXECUTE, "SCRIPT KILL");
      assertThat(script.join().effect()).isEqualTo(Effect.UNKNOWN);
    }
  }

  @Test
  void the_schema_tells_groups_of_keys() {
    try (DatabaseServer server = Servers.freshRedis(Map.of());
        Client redis = Client.of(server)) {
      List<List<Object>> members = new ArrayList<>();
      for (int i = 0; i < 30_000; i++) {
        members.add(List.of("patient:" + i, "name", "x"));
      }
      redis.batch("HSET ? ? ?", members);
      redis.update("SET config on");

      Schema all = redis.node().schema(SchemaFilter.ALL, Client.soon());
      Schema one = redis.node().schema(SchemaFilter.parse("pat*"), Client.soon());

      Table patients =
          all.tables().stream().filter(t -> t.name().equals("patient")).findFirst().orElseThrow();
      assertThat(patients.kind()).isEqualTo(Schema.TableKind.KEYSPACE);
      assertThat(patients.estimatedRows()).isBetween(29_000L, 30_001L);
      assertThat(patients.bytes()).isGreaterThan(30_000L * 20);
      assertThat(patients.comment()).startsWith("hash; estimated from 10000 of 30001 keys");
      assertThat(patients.columns())
          .extracting(Schema.TableColumn::name)
          .containsExactly("key", "fields");
      assertThat(one.tables()).extracting(Table::name).containsExactly("patient");
    }
  }

  private static List<Step> steps(Client client) {
    return client.node().diagnose(Client.soon());
  }

  private static Step last(Client client) {
    return steps(client).getLast();
  }

  @Test
  void a_diagnosis_walks_to_the_first_step_that_fails() {
    DatabaseServer server = Servers.redis();
    try (Client well = Client.of(server);
        Client name = Client.of(server, d -> d.host("no-such-host.invalid"));
        Client tcp = Client.of(server, d -> d.port(1));
        Client tls =
            Client.of(
                server,
                d ->
                    d.tls(
                        new Definition.Tls(
                            Definition.Tls.Mode.REQUIRE, null, null, null, "TLSv1.2")));
        Client login = Client.of(server, d -> d, () -> "wrong");
        Client nobody = Client.of(server, d -> d, () -> null)) {
      assertThat(steps(well))
          .extracting(Step::name)
          .containsExactly("name", "tcp", "tls", "login", "privileges", "version");
      assertThat(last(well).finding()).startsWith("Redis 6.2.");
      for (Map.Entry<String, Client> broken :
          Map.of("name", name, "tcp", tcp, "tls", tls, "login", login).entrySet()) {
        Step failed = last(broken.getValue());
        assertThat(failed.name()).isEqualTo(broken.getKey());
        assertThat(failed.outcome()).isEqualTo(Step.Outcome.FAILED);
        assertThat(failed.mend()).isNotEmpty();
      }
      assertThat(last(login).finding()).contains("WRONGPASS");
      assertThat(last(nobody)).satisfies(step -> assertThat(step.mend()).contains("password"));
    }
  }
}
