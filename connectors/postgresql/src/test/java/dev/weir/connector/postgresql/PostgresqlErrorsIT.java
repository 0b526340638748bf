package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.ErrorKind;
import dev.weir.api.Isolation;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Secret;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.FaultProxy;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the contract cannot ask of every engine: the server's words, each brought about for real.
 */
final class PostgresqlErrorsIT {
  private static final TransactionOptions ONCE = TransactionOptions.DEFAULT.attempts(1);

  private final DatabaseServer server = Servers.postgresql15();
  private final Deque<Engine> engines = new ArrayDeque<>();

  @AfterEach
  void close() {
    engines.forEach(engine -> engine.close(Duration.ofMillis(100)));
  }

  private OpenDatabase open(String url, UnaryOperator<Definition.Builder> change) {
    Connectors connectors = Connectors.installed();
    Definition.Builder builder = connectors.parse("faults", url).orElseThrow();
    Engine engine = new Engine(connectors, List.of(change.apply(builder).build()), Secret::reveal);
    engines.push(engine);
    return engine.database("faults");
  }

  /** With a setting of the server's for each session; nothing is tried twice. */
  private OpenDatabase with(String setting) {
    return open(server.url(), builder -> builder.parameter("options", "-c " + setting));
  }

  private OpenDatabase database() {
    return open(server.url(), builder -> builder);
  }

  private OpenDatabase administrator() {
    return open(server.adminUrl(), builder -> builder);
  }

  private static Definition.Builder impatient(Definition.Builder builder) {
    return builder.retry(new Definition.Retry(1, Duration.ofMillis(1), 1, Duration.ofMillis(1)));
  }

  private static WeirException failure(Runnable work) {
    WeirException error = catchThrowableOfType(WeirException.class, work::run);
    assertThat(error).isNotNull();
    return error;
  }

  private static WeirException told(
      WeirException error, DatabaseError code, ErrorKind kind, boolean retryable, Effect effect) {
    assertThat(error.code()).as(error.explanation()).isEqualTo(code);
    assertThat(error.code().kind()).isEqualTo(kind);
    assertThat(error.retryable()).isEqualTo(retryable);
    assertThat(error.effect()).isEqualTo(effect);
    assertThat(error.getMessage()).startsWith("Database faults: ").doesNotContain("\n");
    assertThat(error.facts()).containsEntry("database", "faults");
    return error;
  }

  private static List<Object> ask(dev.weir.api.StatementRunner runner, String text) {
    return runner.query(text).list(row -> String.valueOf(row.value(0)));
  }

  private static OpenDatabase table(OpenDatabase database, String name) {
    database.update("drop table if exists " + name);
    database.update("create table " + name + " (id integer primary key, n integer)");
    database.update("insert into " + name + " values (1, 0), (2, 0)");
    return database;
  }

  @Test
  void a_deadlock_is_told_to_the_one_that_was_undone() throws Exception {
    OpenDatabase database = table(database(), "faults_deadlock");

    try (Transaction first = database.begin(ONCE);
        Transaction second = database.begin(ONCE)) {
      first.update("update faults_deadlock set n = 1 where id = 1");
      second.update("update faults_deadlock set n = 2 where id = 2");
      CompletableFuture<WeirException> crossing =
          async(() -> outcome(() -> first.update("update faults_deadlock set n = 1 where id = 2")));
      WeirException here =
          outcome(() -> second.update("update faults_deadlock set n = 2 where id = 1"));
      if (here != null) {
        second.rollback();
      }
      WeirException there = crossing.get(20, TimeUnit.SECONDS);

      assertThat(here == null).isNotEqualTo(there == null);
      told(
          here == null ? there : here,
          DatabaseError.DEADLOCK,
          ErrorKind.UNAVAILABLE,
          true,
          Effect.NONE);
    }
  }

  private static WeirException outcome(Runnable work) {
    return catchThrowableOfType(WeirException.class, work::run);
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task));
  }

  @Test
  void a_conflict_of_serializable_transactions_is_told() {
    OpenDatabase database = table(database(), "faults_conflict");
    TransactionOptions serializable = ONCE.isolation(Isolation.SERIALIZABLE);

    try (Transaction first = database.begin(serializable);
        Transaction second = database.begin(serializable)) {
      ask(first, "select sum(n) from faults_conflict");
      ask(second, "select sum(n) from faults_conflict");
      first.update("insert into faults_conflict values (3, 1)");
      second.update("insert into faults_conflict values (4, 1)");
      first.commit();

      told(
          failure(second::commit),
          DatabaseError.SERIALIZATION,
          ErrorKind.UNAVAILABLE,
          true,
          Effect.NONE);
    }
  }

  @Test
  void a_lock_that_is_not_free_is_told_whether_waited_for_or_not() {
    OpenDatabase database = table(database(), "faults_locks");
    OpenDatabase brief = with("lock_timeout=200");

    try (Transaction holder = database.begin(ONCE)) {
      holder.update("update faults_locks set n = 1 where id = 1");

      for (Runnable work :
          List.<Runnable>of(
              () -> brief.update("update faults_locks set n = 2 where id = 1"),
              () -> ask(database, "select n from faults_locks where id = 1 for update nowait"))) {
        told(failure(work), DatabaseError.LOCK_TIMEOUT, ErrorKind.UNAVAILABLE, true, Effect.NONE);
      }
    }
  }

  @Test
  void the_servers_own_limit_of_time_is_told_apart_from_a_cancel() {
    OpenDatabase brief =
        open(
            server.url(),
            builder -> impatient(builder).parameter("options", "-c statement_timeout=200"));
    OpenDatabase database = database();

    told(
        failure(() -> ask(brief, "select pg_sleep(20)")),
        DatabaseError.STATEMENT_TIMEOUT,
        ErrorKind.UNAVAILABLE,
        true,
        Effect.NONE);
    CompletableFuture<WeirException> sleeping =
        async(() -> failure(() -> ask(database, "select pg_sleep(21)")));
    signal("pg_cancel_backend", "select pg_sleep(21)");
    told(sleeping.join(), DatabaseError.CANCELLED, ErrorKind.REJECTED, false, Effect.NONE);
  }

  /** Tells the server to end what runs this text, as soon as it runs. */
  private void signal(String function, String text) {
    OpenDatabase administrator = administrator();
    Statement statement =
        Statement.of(
            "select " + function + "(pid) from pg_stat_activity where query = ? and state = ?",
            text,
            "active");
    await().until(() -> !administrator.query(statement).list(row -> row.value(0)).isEmpty());
  }

  @Test
  void more_connections_than_a_role_may_have_are_told() {
    OpenDatabase administrator = administrator();
    administrator.update("drop role if exists faults_few");
    administrator.update("create role faults_few login password 'few' connection limit 1");
    UnaryOperator<Definition.Builder> few =
        builder -> impatient(builder).user("faults_few").password(Secret.of("few"));
    OpenDatabase one = open(server.url(), few);

    try (Rows rows = one.query("select 1 from generate_series(1, 100000)")) {
      assertThat(rows.next()).isTrue();

      WeirException error = failure(() -> ask(open(server.url(), few), "select 1"));

      told(error, DatabaseError.TOO_MANY_CONNECTIONS, ErrorKind.UNAVAILABLE, true, Effect.NONE);
      assertThat(error.facts()).containsEntry("sqlState", "53300");
    }
  }

  @Test
  void a_full_server_takes_clients_again_when_there_is_room() {
    try (DatabaseServer small =
        Servers.freshPostgresql15(
            Map.of(
                "max_connections",
                "3",
                "superuser_reserved_connections",
                "0",
                "max_wal_senders",
                "0"))) {
      OpenDatabase holder = open(small.url(), builder -> builder);
      OpenDatabase late = open(small.url(), PostgresqlErrorsIT::impatient);
      try (Transaction first = holder.begin(ONCE);
          Transaction second = holder.begin(ONCE);
          Transaction third = holder.begin(ONCE)) {
        ask(first, "select 1");
        ask(second, "select 1");
        ask(third, "select 1");

        told(
            failure(() -> ask(late, "select 1")),
            DatabaseError.TOO_MANY_CONNECTIONS,
            ErrorKind.UNAVAILABLE,
            true,
            Effect.NONE);
      }
      holder.primary().node().evict();

      await().ignoreExceptions().until(() -> ask(late, "select 1").size() == 1);
    }
  }

  @Test
  void a_role_that_may_not_sign_in_and_a_missing_password_are_told_as_such() {
    OpenDatabase administrator = administrator();
    administrator.update("drop role if exists faults_nobody");
    administrator.update("create role faults_nobody nologin password 'x'");

    for (UnaryOperator<Definition.Builder> change :
        List.<UnaryOperator<Definition.Builder>>of(
            builder -> builder.user("faults_nobody").password(Secret.of("x")),
            builder -> builder.user("faults_no_such_role"),
            builder -> builder.password(null))) {
      told(
          failure(() -> ask(open(server.url(), change), "select 1")),
          DatabaseError.AUTHENTICATION,
          ErrorKind.DENIED,
          false,
          Effect.NONE);
    }
  }

  @Test
  void a_session_that_is_read_only_refuses_to_write() {
    OpenDatabase reader = with("default_transaction_read_only=on");
    table(database(), "faults_read");

    told(
        failure(() -> reader.update("delete from faults_read")),
        DatabaseError.READ_ONLY,
        ErrorKind.DENIED,
        false,
        Effect.NONE);
  }

  @Test
  void what_follows_an_error_in_a_transaction_is_told_as_such() {
    try (Transaction transaction = database().begin(ONCE)) {
      failure(() -> ask(transaction, "select 1 / 0"));

      told(
          failure(() -> ask(transaction, "select 1")),
          DatabaseError.TRANSACTION_ABORTED,
          ErrorKind.REJECTED,
          false,
          Effect.NONE);
    }
  }

  @Test
  void a_full_disk_is_told_and_the_database_goes_on_when_there_is_room() throws Exception {
    try (DatabaseServer small = Servers.freshPostgresql15(ServerOptions.DEFAULTS.withDisk(110))) {
      Path ballast = Files.write(small.dataDirectory().resolve("ballast"), new byte[10 << 20]);
      OpenDatabase database = table(open(small.url(), builder -> builder), "faults_disk");
      // Without a log of its own the table leaves room for the server's, which it cannot do
      // without.
      database.update("create unlogged table much (text text)");
      database.update("alter table much alter text set storage external");

      WeirException error =
          failure(() ->
              database.update(
                  "insert into much select repeat('x', 100000) from generate_series(1, 2000)"));

      told(error, DatabaseError.DISK_FULL, ErrorKind.FAILED, false, Effect.NONE);
      assertThat(ask(database, "select count(*) from much")).containsExactly("0");
      Files.delete(ballast);
      assertThat(database.update("truncate much").count()).isZero();
      assertThat(database.update("update faults_disk set n = 1").count()).isEqualTo(2);
    }
  }

  @Test
  void what_the_server_has_no_room_for_in_memory_or_in_its_files_is_told() {
    Map<String, String> narrow =
        Map.of(
            "max_connections", "10",
            "max_locks_per_transaction", "10",
            "temp_file_limit", "1MB",
            "work_mem", "64kB");
    try (DatabaseServer small = Servers.freshPostgresql15(narrow)) {
      OpenDatabase database = open(small.url(), builder -> builder);

      for (String text :
          List.of(
              "select count(pg_advisory_xact_lock(i)) from generate_series(1, 1000000) i",
              "select md5(i::text) from generate_series(1, 1000000) i order by 1")) {
        told(
            failure(() -> ask(database, text)),
            DatabaseError.OUT_OF_MEMORY,
            ErrorKind.FAILED,
            false,
            Effect.NONE);
      }
    }
  }

  @Test
  void damaged_data_is_told() throws Exception {
    try (DatabaseServer damaged = Servers.freshPostgresql15(Map.of())) {
      OpenDatabase database = table(open(damaged.url(), builder -> builder), "faults_damage");
      String file =
          ask(database, "select pg_relation_filepath('faults_damage')").getFirst().toString();
      damaged.stop();
      byte[] page = new byte[8192];
      Arrays.fill(page, (byte) 0x5a);
      Files.write(damaged.dataDirectory().resolve(file), page);
      damaged.start();

      WeirException error =
          await()
              .ignoreExceptionsMatching(AssertionError.class::isInstance)
              .until(
                  () -> failure(() -> ask(database, "select n from faults_damage")),
                  failed -> failed.code().kind() != ErrorKind.UNAVAILABLE);

      told(error, DatabaseError.DATA_CORRUPTED, ErrorKind.FAILED, false, Effect.NONE);
    }
  }

  @Test
  void a_server_that_shuts_down_says_so_to_who_comes() {
    try (DatabaseServer ending = Servers.freshPostgresql15(Map.of())) {
      OpenDatabase holder = open(ending.url(), builder -> builder);
      OpenDatabase late = open(ending.url(), PostgresqlErrorsIT::impatient);
      try (Transaction transaction = holder.begin(ONCE)) {
        ask(transaction, "select 1");
        // SIGTERM is a smart shutdown: who is there may finish, and nobody else comes in.
        ProcessHandle.of(ending.pid()).orElseThrow().destroy();

        await()
            .until(
                () -> outcome(() -> ask(late, "select 1")),
                error -> error != null && error.code() == DatabaseError.SERVER_STARTING);
        assertThat(ask(transaction, "select 2")).containsExactly("2");
      }
    }
  }

  @Test
  void a_connection_that_the_server_ended_before_a_statement_costs_a_reader_nothing() {
    OpenDatabase database =
        open(server.url(), builder -> builder.parameter("options", "-c idle_session_timeout=100"));
    ask(database, "select 1");
    OpenDatabase administrator = administrator();
    for (int i = 0; i < 3; i++) {
      await()
          .until(() ->
              ask(
                      administrator,
                      "select pid from pg_stat_activity where usename = 'weir'"
                          + " and query = 'select 1'")
                  .isEmpty());

      assertThat(ask(database, "select 1")).containsExactly("1");
    }
  }

  @Test
  void a_transaction_whose_session_was_ended_for_idling_is_told_as_lost() throws Exception {
    OpenDatabase database = with("idle_in_transaction_session_timeout=100");
    table(database(), "faults_idle");

    try (Transaction transaction = database.begin(ONCE)) {
      transaction.update("update faults_idle set n = 1");
      Thread.sleep(400);

      WeirException error = failure(() -> transaction.update("update faults_idle set n = 2"));

      told(error, DatabaseError.CONNECTION_LOST, ErrorKind.UNAVAILABLE, true, Effect.NONE);
    }
    assertThat(ask(database, "select max(n) from faults_idle")).containsExactly("0");
  }

  @Test
  void a_connection_that_the_server_ends_during_a_statement_leaves_its_effect_open() {
    OpenDatabase database = database();
    table(database, "faults_during");
    String text = "update faults_during set n = (select 1 from pg_sleep(22))";
    CompletableFuture<WeirException> sleeping = async(() -> failure(() -> database.update(text)));

    signal("pg_terminate_backend", text);

    told(
        sleeping.join(),
        DatabaseError.CONNECTION_LOST_DURING,
        ErrorKind.UNAVAILABLE,
        false,
        Effect.UNKNOWN);
    assertThat(ask(database, "select max(n) from faults_during")).containsExactly("0");
  }

  @Test
  void a_connection_cut_after_a_commit_was_sent_leaves_its_effect_open() {
    table(database(), "faults_after");
    OpenDatabase administrator = administrator();
    administrator.update(
        "create or replace function faults_slow() returns trigger language plpgsql"
            + " as $$ begin perform pg_sleep(1); return null; end $$");
    administrator.update(
        "create constraint trigger slow after update on faults_after deferrable initially deferred"
            + " for each row when (new.id = 1) execute function faults_slow()");
    try (FaultProxy proxy = FaultProxy.to(server)) {
      OpenDatabase far = open(proxy.url(server), builder -> builder);
      try (Transaction transaction = far.begin(ONCE)) {
        transaction.update("update faults_after set n = 7");
        CompletableFuture<WeirException> committing = async(() -> failure(transaction::commit));
        await()
            .until(() ->
                !ask(
                        administrator,
                        "select pid from pg_stat_activity where query = 'COMMIT'"
                            + " and state = 'active'")
                    .isEmpty());
        proxy.cut();

        told(
            committing.join(),
            DatabaseError.CONNECTION_LOST_DURING,
            ErrorKind.UNAVAILABLE,
            false,
            Effect.UNKNOWN);
      }
      // The server had the commit and kept to it, which is why nobody may call it undone.
      await().until(() -> ask(far, "select max(n) from faults_after").equals(List.of("7")));
    }
  }

  @Test
  void a_constraint_that_is_checked_at_the_commit_is_told_by_its_kind() {
    OpenDatabase database = database();
    database.update("drop table if exists faults_deferred");
    database.update(
        "create table faults_deferred (id integer unique deferrable initially deferred)");

    try (Transaction transaction = database.begin(ONCE)) {
      transaction.update("insert into faults_deferred values (1), (1)");

      told(
          failure(transaction::commit),
          DatabaseError.UNIQUE_VIOLATION,
          ErrorKind.REJECTED,
          false,
          Effect.NONE);
    }
  }

  @Test
  void a_server_of_another_kind_is_told() {
    DatabaseServer other = Servers.mariadb();

    WeirException error =
        failure(() ->
            open(server.url(), builder -> impatient(builder).port(other.port()))
                .query("select 1")
                .list(Row::columns));

    told(error, DatabaseError.PROTOCOL, ErrorKind.FAILED, false, Effect.NONE);
  }
}
