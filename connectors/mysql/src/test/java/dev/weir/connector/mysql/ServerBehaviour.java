package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Call;
import dev.weir.api.DataType;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.ErrorCode;
import dev.weir.api.Isolation;
import dev.weir.api.Result;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Secret;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Session;
import dev.weir.testing.databases.DatabaseServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both servers do alike. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerBehaviour {
  final DatabaseServer server;
  private Engine engine;
  Database database;

  ServerBehaviour(DatabaseServer server) {
    this.server = server;
  }

  @BeforeAll
  void open() {
    engine = engine();
    database = engine.database(server.url());
    drop("table if exists child, parent, typed, digits, batch_rows, narrow, wide");
    digits();
  }

  @AfterAll
  void close() {
    engine.close();
  }

  static Engine engine() {
    return new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
  }

  Database administrator() {
    return engine.database(server.adminUrl());
  }

  void drop(String what) {
    database.update("drop " + what);
  }

  private void digits() {
    database.update("create table digits (d int primary key)");
    database.update("insert into digits values (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)");
  }

  /** Ten to the power of {@code digits} rows, each with {@code width} characters. */
  static String many(int digits, int width) {
    List<String> from = new ArrayList<>();
    for (int i = 0; i < digits; i++) {
      from.add("digits d" + i);
    }
    return "select d0.d, repeat('x', " + width + ") from " + String.join(" cross join ", from);
  }

  <T> T one(String text, Class<T> type) {
    return database.query(text).first(row -> row.value(0, type)).orElseThrow();
  }

  Object value(String expression) {
    return database.query("select " + expression).list(row -> row.value(0)).getFirst();
  }

  ErrorCode errorOf(Runnable work) {
    WeirException error = catchThrowableOfType(WeirException.class, work::run);
    assertThat(error).isNotNull();
    return error.code();
  }

  @Test
  void a_query_with_positional_values_answers_typed_rows() {
    List<String> rows =
        database
            .query("select d, ? from digits where d > ? order by d limit 2", "it's \\ \"x\"", 3)
            .list(row -> row.longAt(0) + row.text(1));

    assertThat(rows).containsExactly("4it's \\ \"x\"", "5it's \\ \"x\"");
  }

  @Test
  void a_query_with_named_values_binds_each_by_its_name() {
    long found =
        database
            .query(Statement.of("select :a - :b + :a").bind("a", 10).bind("b", 3))
            .first(row -> row.longAt(0))
            .orElseThrow();

    assertThat(found).isEqualTo(17);
  }

  @Test
  void a_value_with_quotes_and_backslashes_stays_a_value() {
    for (String text : List.of("\\", "\\'", "' or '1'='1", "\"; drop table digits; --", "😀\n\0")) {
      Object told = database.query("select ?", text).first(row -> row.value(0)).orElseThrow();

      assertThat(told).isEqualTo(text);
    }
  }

  @Test
  void a_long_result_streams_without_being_held_in_memory() {
    long rows = 0;

    try (Rows all = database.query(many(5, 12_000))) {
      while (all.next()) {
        rows += "x".repeat(12_000).equals(all.text(1)) ? 1 : 0;
      }
    }

    assertThat(rows).as("1.2 GB went by in a heap of 1 GB").isEqualTo(100_000);
  }

  @Test
  void a_result_closed_early_is_stopped_on_the_server_and_the_session_goes_on() {
    for (int i = 0; i < 5; i++) {
      try (Rows all = database.query(many(6, 3000))) {
        assertThat(all.next()).isTrue();
      }

      assertThat(value("1 + 1")).isEqualTo(2L);
    }
    assertThat(database.query(Statement.of(many(6, 3000)).maxRows(3)).list(row -> row.longAt(0)))
        .hasSize(3);
  }

  @Test
  void a_result_closed_early_leaves_its_transaction_usable() {
    database.update("create table if not exists narrow (n int)");
    database.update("delete from narrow");

    try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
      transaction.update("insert into narrow values (1)");
      try (Rows all = transaction.query(many(6, 3000))) {
        all.next();
      }
      transaction.update("insert into narrow values (2)");
      transaction.commit();
    }

    assertThat(one("select count(*) from narrow", Long.class)).isEqualTo(2);
  }

  @Test
  void a_statement_beyond_its_deadline_is_cancelled_on_the_server() {
    String slow =
        "select count(*) from digits a, digits b, digits c, digits d, digits e, digits f,"
            + " digits g, digits h, digits i where a.d + i.d = 19";

    assertThatThrownBy(() ->
            database
                .query(Statement.of(slow).timeout(Duration.ofMillis(300)))
                .list(row -> row.longAt(0)))
        .isInstanceOf(WeirException.class);

    assertThat(value("1")).isEqualTo(1L);
    await()
        .until(() ->
            one(
                    "select count(*) from information_schema.processlist where info like '%a.d +"
                        + " i.d = 19%' and info not like '%processlist%'",
                    Long.class)
                == 0);
  }

  @Test
  void values_keep_their_types() {
    database.update("drop table if exists typed");
    database.update(
        """
        create table typed (
          flag tinyint(1), bit1 bit(1), bit12 bit(12), tiny tinyint, tinyu tinyint unsigned,
          small smallint unsigned, medium mediumint, whole int unsigned, big bigint,
          bigu bigint unsigned, exact decimal(65,30), single float, twice double, y year,
          mood enum('sad','ok'), marks set('a','b','c'), doc json, day date, tod time(6),
          moment datetime(6), instant timestamp(6) null, fixed binary(3), bytes blob,
          words varchar(20), story longtext, shape point)
        """);
    database.update(
        """
        insert into typed values (1, b'1', b'101010101010', -128, 255, 65535, -8388608, 4294967295,
          -9223372036854775808, 18446744073709551615,
          12345678901234567890123456789012345.123456789012345678901234567891, 0.1, 1e300, 2026,
          'ok', 'a,c', '{"a": [1, null]}', '2026-02-03', '13:14:15.123456',
          '2026-03-29 02:30:00.5', '2026-03-29 02:30:00.25', 'ab', x'00ff', 'wörd 😀', 'long',
          ST_GeomFromText('POINT(1 2)'))
        """);

    Rows row = database.query("select * from typed");
    row.next();

    assertThat(types(row))
        .containsExactly(
            DataType.BOOLEAN,
            DataType.BOOLEAN,
            DataType.BINARY,
            DataType.INTEGER,
            DataType.INTEGER,
            DataType.INTEGER,
            DataType.INTEGER,
            DataType.INTEGER,
            DataType.INTEGER,
            DataType.DECIMAL,
            DataType.DECIMAL,
            DataType.FLOAT,
            DataType.FLOAT,
            DataType.INTEGER,
            DataType.TEXT,
            DataType.TEXT,
            DataType.JSON,
            DataType.DATE,
            DataType.TIME,
            DataType.TIMESTAMP,
            DataType.TIMESTAMP_WITH_ZONE,
            DataType.BINARY,
            DataType.BINARY,
            DataType.TEXT,
            DataType.TEXT,
            DataType.OTHER);
    assertThat(values(row))
        .containsExactly(
            true,
            true,
            new byte[] {0x0a, (byte) 0xaa},
            -128L,
            255L,
            65535L,
            -8388608L,
            4294967295L,
            Long.MIN_VALUE,
            new BigDecimal("18446744073709551615"),
            new BigDecimal("12345678901234567890123456789012345.123456789012345678901234567891"),
            0.1,
            1e300,
            2026L,
            "ok",
            "a,c",
            "{\"a\": [1, null]}",
            LocalDate.of(2026, 2, 3),
            LocalTime.of(13, 14, 15, 123_456_000),
            LocalDateTime.of(2026, 3, 29, 2, 30, 0, 500_000_000),
            OffsetDateTime.of(2026, 3, 29, 2, 30, 0, 250_000_000, ZoneOffset.UTC),
            new byte[] {'a', 'b', 0},
            new byte[] {0, (byte) 0xff},
            "wörd 😀",
            "long",
            "POINT(1.0 2.0)");
    row.close();
  }

  static List<DataType> types(Rows rows) {
    return rows.columns().stream().map(dev.weir.api.Column::type).toList();
  }

  static List<Object> values(Rows row) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < row.columns().size(); i++) {
      values.add(row.value(i));
    }
    return values;
  }

  @Test
  void null_of_every_type_is_null() {
    database.update("create table if not exists narrow (n int)");

    List<Object> values =
        database
            .query(
                "select cast(null as signed), cast(null as decimal(5,2)), cast(null as char),"
                    + " cast(null as date), cast(null as time), cast(null as datetime), null, ?",
                (Object) null)
            .first(row -> values((Rows) row))
            .orElseThrow();

    assertThat(values).containsExactlyElementsOf(Collections.nCopies(8, null));
  }

  @Test
  void what_java_cannot_hold_is_told_as_text() {
    assertThat(value("cast('838:59:59' as time)")).isEqualTo("838:59:59");
    assertThat(value("cast('-01:00:00' as time)")).isEqualTo("-01:00:00");
    assertThat(value("cast('23:59:59.999999' as time(6))"))
        .isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
  }

  @Test
  void an_instant_is_the_same_whatever_zone_it_was_bound_in() {
    database.update("drop table if exists narrow");
    database.update("create table narrow (n timestamp(6) null, w datetime(6))");
    OffsetDateTime bound = OffsetDateTime.parse("2026-10-25T02:30:00.123456+02:00");

    database.update("insert into narrow values (?, ?)", bound, bound.toLocalDateTime());

    Rows row = database.query("select n, w, unix_timestamp(n) from narrow");
    row.next();
    assertThat(row.value(0)).isEqualTo(bound.withOffsetSameInstant(ZoneOffset.UTC));
    assertThat(row.value(1)).isEqualTo(bound.toLocalDateTime());
    assertThat(row.decimal(2)).isEqualByComparingTo("1792888200.123456");
    row.close();
    drop("table narrow");
  }

  @Test
  void generated_keys_are_told_for_each_row() {
    database.update("drop table if exists batch_rows");
    database.update("create table batch_rows (id int auto_increment primary key, t varchar(10))");

    Result.Updated updated =
        database.update(Statement.of("insert into batch_rows (t) values ('a')").generatedKeys());

    assertThat(updated.count()).isEqualTo(1);
    assertThat(updated.generatedKeys()).hasSize(1);
    assertThat(updated.generatedKeys().getFirst().values()).containsExactly(1L);
  }

  @Test
  void a_batch_of_ten_thousand_takes_few_round_trips_and_counts_each() {
    database.update("drop table if exists batch_rows");
    database.update("create table batch_rows (id int primary key, t varchar(10))");
    List<List<Object>> members = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      members.add(List.of(i, "t" + i));
    }

    Result.Batched batched = database.batch("insert into batch_rows values (?, ?)", members);

    assertThat(batched.counts()).hasSize(10_000).containsOnly(1);
    Result.Batched updated =
        database.batch(
            "update batch_rows set t = ? where id < ?", List.of(List.of("x", 5), List.of("y", 0)));
    assertThat(updated.counts()).containsExactly(5, 0);
  }

  @Test
  void a_batch_that_fails_leaves_nothing() {
    database.update("drop table if exists batch_rows");
    database.update("create table batch_rows (id int primary key)");

    assertThat(
            errorOf(() ->
                database.batch(
                    "insert into batch_rows values (?)",
                    List.of(List.of(1), List.of(2), List.of(1)))))
        .isEqualTo(DatabaseError.UNIQUE_VIOLATION);

    assertThat(one("select count(*) from batch_rows", Long.class)).isZero();
  }

  @Test
  void a_transaction_commits_or_leaves_nothing_and_knows_savepoints() {
    database.update("drop table if exists narrow");
    database.update("create table narrow (n int)");

    try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
      transaction.update("insert into narrow values (1)");
      transaction.savepoint("half `way`");
      transaction.update("insert into narrow values (2)");
      transaction.rollbackTo("half `way`");
      transaction.release("half `way`");
      transaction.commit();
    }
    try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
      transaction.update("insert into narrow values (3)");
    }

    assertThat(database.query("select n from narrow").list(row -> row.intAt(0))).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource({"READ_UNCOMMITTED,2", "READ_COMMITTED,1", "REPEATABLE_READ,0"})
  void a_transaction_sees_others_as_its_isolation_allows(Isolation isolation, int seen) {
    database.update("drop table if exists narrow");
    database.update("create table narrow (n int)");

    try (Transaction watching =
            database.begin(TransactionOptions.DEFAULT.isolation(isolation).readOnly(true));
        Transaction writing = database.begin(TransactionOptions.DEFAULT)) {
      assertThat(count(watching)).isZero();
      database.update("insert into narrow values (1)");
      writing.update("insert into narrow values (2)");

      assertThat(count(watching)).isEqualTo(seen);
    }
  }

  private static int count(Transaction transaction) {
    return transaction
        .query("select count(*) from narrow")
        .first(row -> row.intAt(0))
        .orElseThrow();
  }

  @Test
  void the_server_refuses_to_write_in_a_read_only_transaction() throws Exception {
    database.update("create table if not exists parent (id int primary key)");
    database.update("drop procedure if exists sneak");
    database.update("create procedure sneak() insert into parent values (77)");

    try (Node node = node(server.url());
        Session session = node.borrow(Deadline.after(Duration.ofSeconds(20)))) {
      Connection connection = Objects.requireNonNull(session.unwrap(Connection.class));
      session.begin(TransactionOptions.DEFAULT.readOnly(true));

      assertThatThrownBy(() -> run(connection, "call sneak()"))
          .satisfies(error ->
              assertThat(MysqlErrors.MAP.find((SQLException) error))
                  .isEqualTo(DatabaseError.READ_ONLY));

      session.rollback();
      run(connection, "call sneak()");
    }
    database.update("insert into parent values (78)");
    drop("table parent");
  }

  @Test
  void procedures_take_in_out_and_inout_and_answer_results() {
    database.update("drop procedure if exists add_up");
    database.update(
        """
        create procedure add_up(in a int, inout b bigint, out total decimal(20,3), out word text)
        begin
          select d from digits where d < a order by d;
          select 'second' as s;
          set total = a + b + 0.125;
          set b = b * 2;
          set word = 'done';
        end
        """);

    Result.Called called =
        database.call(
            Call.procedure("add_up")
                .in("a", 2)
                .inOut("b", 40, DataType.INTEGER)
                .out("total", DataType.DECIMAL)
                .out("word", DataType.TEXT));

    assertThat(called.outputs())
        .containsEntry("b", 80L)
        .containsEntry("total", new BigDecimal("42.125"))
        .containsEntry("word", "done");
    assertThat(called.results()).hasSize(2);
    assertThat(called.results().getFirst()).containsExactly(Map.of("d", 0L), Map.of("d", 1L));
    drop("procedure add_up");
  }

  @Test
  void functions_answer_their_value() {
    database.update("drop function if exists twice");
    // MySQL lets only an administrator make functions while it keeps a binary log.
    administrator().update("create function twice(a int) returns int deterministic return a * 2");

    Result.Called called = database.call(Call.function("twice", DataType.INTEGER).in("a", 21));

    assertThat(called.outputs()).containsEntry("result", 42L);
    drop("function twice");
  }

  @Test
  void the_schema_is_told_in_one_shape() {
    database.update("drop table if exists child, parent");
    database.update(
        """
        create table parent (
          id bigint unsigned auto_increment primary key, name varchar(50) not null default 'it''s',
          born date, doc json, twice int as (length(name) * 2) virtual, flag tinyint(1) default 0,
          made timestamp default current_timestamp,
          unique key uk_name (name), key k_born (born, name(10))) comment 'the elders'
        """);
    database.update(
        """
        create table child (
          id int primary key comment 'its number', parent_id bigint unsigned not null,
          constraint fk_parent foreign key (parent_id) references parent (id) on delete cascade)
        """);
    database.update("create or replace view elders as select id from parent");

    Schema schema = database.schema(new SchemaFilter(server.database(), null, false));

    Schema.Table parent = table(schema, "parent");
    Schema.Table child = table(schema, "child");
    assertThat(parent.comment()).isEqualTo("the elders");
    assertThat(parent.kind()).isEqualTo(Schema.TableKind.TABLE);
    assertThat(parent.bytes()).isPositive();
    assertThat(parent.primaryKey()).isEqualTo(new Schema.Key("PRIMARY", List.of("id")));
    assertThat(parent.uniqueKeys()).containsExactly(new Schema.Key("uk_name", List.of("name")));
    assertThat(parent.columns().stream().map(Schema.TableColumn::type))
        .containsExactly(
            DataType.DECIMAL,
            DataType.TEXT,
            DataType.DATE,
            DataType.JSON,
            DataType.INTEGER,
            DataType.BOOLEAN,
            DataType.TIMESTAMP_WITH_ZONE);
    assertThat(parent.columns().stream().map(Schema.TableColumn::generated))
        .containsExactly(true, false, false, false, true, false, false);
    assertThat(parent.columns().get(1).defaultValue()).isEqualTo("'it''s'");
    assertThat(parent.columns().get(2).defaultValue()).isNull();
    assertThat(parent.columns().get(5).defaultValue()).isEqualTo("0");
    assertThat(parent.columns().get(6).defaultValue()).isEqualToIgnoringCase(now());
    assertThat(parent.indexes())
        .contains(
            new Schema.Index(
                "k_born", "btree", false, List.of("born", "name(10)"), null, true, -1));
    assertThat(child.columns().getFirst().comment()).isEqualTo("its number");
    assertThat(child.foreignKeys())
        .containsExactly(
            new Schema.ForeignKey(
                "fk_parent",
                List.of("parent_id"),
                server.database(),
                "parent",
                List.of("id"),
                "CASCADE"));
    assertThat(table(schema, "elders").kind()).isEqualTo(Schema.TableKind.VIEW);
    drop("view elders");
    drop("table child, parent");
  }

  abstract String now();

  static Schema.Table table(Schema schema, String name) {
    return schema.tables().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void the_way_to_the_server_is_told_step_by_step() {
    List<Node.Step> steps = diagnose(server.url());

    assertThat(steps)
        .extracting(Node.Step::name)
        .containsExactly("name", "tcp", "tls", "login", "privileges", "version");
    assertThat(steps).noneMatch(step -> step.outcome() == Node.Step.Outcome.FAILED);
    assertThat(steps.getLast().finding()).isEqualTo(version() + ".");
    assertThat(diagnose(server.adminUrl()).get(4).outcome()).isEqualTo(Node.Step.Outcome.WARNING);
    assertThat(diagnose(server.url().replace(server.password(), "wrong")).getLast())
        .satisfies(step -> assertThat(step.name()).isEqualTo("login"))
        .satisfies(step -> assertThat(step.outcome()).isEqualTo(Node.Step.Outcome.FAILED));
  }

  abstract String version();

  private static void run(Connection connection, String text) throws SQLException {
    try (java.sql.Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  static List<Node.Step> diagnose(String url) {
    try (Node node = node(url)) {
      return node.diagnose(Deadline.after(Duration.ofSeconds(20)));
    }
  }

  static Node node(String url) {
    Connectors connectors = Connectors.installed();
    Definition definition =
        connectors
            .parse("d", url)
            .orElseThrow()
            .pool(
                new Definition.Pool(
                    0,
                    5,
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(1)))
            .build();
    Secret password = Objects.requireNonNull(definition.password());
    return connectors
        .of(definition.type())
        .open(new NodeSettings(definition, "primary", false, password::reveal));
  }

  @Test
  void the_servers_errors_are_told_in_the_common_words() {
    database.update("drop table if exists child, parent");
    database.update("create table parent (id int primary key, n tinyint not null, s varchar(3))");
    database.update(
        "create table child (p int, constraint fk_p foreign key (p) references parent (id))");
    database.update("insert into parent values (1, 1, 'a')");
    database.update("insert into child values (1)");

    Map<String, DatabaseError> expected =
        Map.ofEntries(
            Map.entry("selec 1", DatabaseError.SYNTAX),
            Map.entry("insert into nowhere values (1)", DatabaseError.UNKNOWN_OBJECT),
            Map.entry("update parent set nothing = 1", DatabaseError.UNKNOWN_OBJECT),
            Map.entry("insert into parent values (1, 1, 'a')", DatabaseError.UNIQUE_VIOLATION),
            Map.entry("insert into child values (9)", DatabaseError.FOREIGN_KEY_VIOLATION),
            Map.entry("delete from parent", DatabaseError.FOREIGN_KEY_VIOLATION),
            Map.entry("insert into parent values (2, null, 'a')", DatabaseError.NOT_NULL_VIOLATION),
            Map.entry("insert into parent (id) values (2)", DatabaseError.NOT_NULL_VIOLATION),
            Map.entry("insert into parent values (2, 1000, 'a')", DatabaseError.INVALID_VALUE),
            Map.entry("insert into parent values (2, 'x', 'a')", DatabaseError.INVALID_VALUE),
            Map.entry("insert into parent values (2, 1, 'long')", DatabaseError.INVALID_VALUE),
            Map.entry("create table parent (id int)", DatabaseError.ALREADY_EXISTS),
            Map.entry("create table mysql.x (id int)", DatabaseError.PERMISSION),
            Map.entry("create database other", DatabaseError.PERMISSION),
            Map.entry("flush status", DatabaseError.PERMISSION));

    expected.forEach(
        (text, code) -> assertThat(errorOf(() -> database.update(text))).as(text).isEqualTo(code));
    assertThat(errorOf(() -> query("select nothing from parent")))
        .isEqualTo(DatabaseError.UNKNOWN_OBJECT);
    assertThat(errorOf(() -> query("select * from mysql.user")))
        .isEqualTo(DatabaseError.PERMISSION);
    drop("table child, parent");
  }

  void query(String text) {
    database.query(text).list(Row::columns);
  }

  @Test
  void what_the_databases_own_code_raises_is_told_as_such() {
    database.update("drop procedure if exists complain");
    database.update(
        "create procedure complain() signal sqlstate '45000' set message_text = 'not today'");

    WeirException error =
        catchThrowableOfType(WeirException.class, () -> database.call(Call.procedure("complain")));

    assertThat(error.code()).isEqualTo(DatabaseError.USER_RAISED);
    assertThat(error).hasMessageContaining("not today");
    drop("procedure complain");
  }

  @Test
  void an_unknown_database_and_a_wrong_password_are_told_apart() {
    try (Engine other = engine()) {
      String url = server.url();
      Database wrong = other.database(url.replace(server.password(), "wrong"));
      Database nowhere = other.database(server.adminUrl().replaceAll("/weir$", "/nowhere"));

      assertThat(errorOf(() -> wrong.query("select 1"))).isEqualTo(DatabaseError.AUTHENTICATION);
      assertThat(errorOf(() -> nowhere.query("select 1")))
          .isEqualTo(DatabaseError.UNKNOWN_DATABASE);
    }
  }

  @Test
  void a_lock_that_is_not_free_in_time_and_a_deadlock_are_told_apart() throws Exception {
    database.update("drop table if exists narrow");
    database.update("create table narrow (n int primary key, t int)");
    database.update("insert into narrow values (1, 0), (2, 0)");
    TransactionOptions once = TransactionOptions.DEFAULT.attempts(1);

    try (Transaction first = database.begin(once);
        Transaction second = database.begin(once)) {
      first.update("update narrow set t = 1 where n = 1");
      second.update("update narrow set t = 2 where n = 2");
      List<ErrorCode> errors = Collections.synchronizedList(new ArrayList<>());
      Thread crossing =
          Thread.startVirtualThread(
              () -> attempt(errors, first, "update narrow set t = 1 where n = 2"));
      attempt(errors, second, "update narrow set t = 2 where n = 1");
      crossing.join();

      assertThat(errors).containsExactly(DatabaseError.DEADLOCK);
    }
  }

  private static void attempt(List<ErrorCode> errors, Transaction transaction, String text) {
    try {
      transaction.update(text);
    } catch (WeirException e) {
      errors.add(e.code());
    }
  }

  @Test
  void several_statements_in_one_text_are_refused() {
    assertThatThrownBy(() -> database.update("delete from digits where d = 99; delete from digits"))
        .isInstanceOf(WeirException.class);

    assertThat(one("select count(*) from digits", Long.class)).isEqualTo(10);
  }

  @Test
  void the_session_is_strict_in_utf8_and_in_utc() {
    assertThat(one("select @@sql_mode", String.class))
        .contains("STRICT_TRANS_TABLES")
        .doesNotContain("ANSI_QUOTES")
        .doesNotContain("NO_BACKSLASH_ESCAPES");
    assertThat(one("select @@character_set_client", String.class)).isEqualTo("utf8mb4");
    assertThat(one("select @@time_zone", String.class)).isEqualTo("+00:00");
  }
}
