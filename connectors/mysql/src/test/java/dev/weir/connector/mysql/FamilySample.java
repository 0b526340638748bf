package dev.weir.connector.mysql;

import dev.weir.api.DataType;
import dev.weir.api.DatabaseError;
import dev.weir.api.Statement;
import dev.weir.testing.contract.Extremes;
import dev.weir.testing.contract.SqlSample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;

/** The dialect that both servers speak. */
abstract class FamilySample implements SqlSample {
  private static final String DIGITS =
      "(select 0 d union all select 1 union all select 2 union all select 3 union all select 4"
          + " union all select 5 union all select 6 union all select 7 union all select 8"
          + " union all select 9) ";

  /** Ten million numbers, of which the server makes as many as are asked for. */
  private static final String NUMBERS =
      "select 1 + a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d + 100000 * g.d"
          + " + 1000000 * h.d as i, concat('row of ', a.d) as note from "
          + String.join(
              " cross join ",
              List.of(
                  DIGITS + "a",
                  DIGITS + "b",
                  DIGITS + "c",
                  DIGITS + "e",
                  DIGITS + "f",
                  DIGITS + "g",
                  DIGITS + "h"))
          + " limit ?";

  @Override
  public Statement rows(long count) {
    return Statement.of(NUMBERS, count);
  }

  @Override
  public Statement sleep(Duration time) {
    return Statement.of("select sleep(?)", time.toMillis() / 1000.0);
  }

  @Override
  public Optional<Statement> sleepers() {
    return Optional.of(
        Statement.of(
            "select count(*) from information_schema.processlist where info like 'select sleep(%'"));
  }

  @Override
  public String echo() {
    return "select cast(? as char)";
  }

  @Override
  public String quote(String name) {
    return '`' + name.replace("`", "``") + '`';
  }

  /** Names may hold all characters of the first plane. */
  @Override
  public String oddName() {
    return "an \"odd\" `na;me` 'of' -- ß漢 :x ?";
  }

  @Override
  public String generatedKey() {
    return "id bigint auto_increment primary key";
  }

  @Override
  public Optional<String> comment(String table, String text) {
    return Optional.of("alter table " + table + " comment = '" + text + "'");
  }

  @Override
  public String schema() {
    return "weir";
  }

  @Override
  public boolean tellsConflicts() {
    return false;
  }

  @Override
  public List<Kept> kept() {
    return List.of(
        Kept.of("boolean", DataType.BOOLEAN, true, false),
        Kept.of("bit(1)", DataType.BOOLEAN, true, false),
        Kept.of("tinyint unsigned", DataType.INTEGER, 0L, 255L),
        Kept.of("smallint", DataType.INTEGER, -32768L, 32767L),
        Kept.of("integer", DataType.INTEGER, -2147483648L, 0L, 2147483647L),
        Kept.of("bigint", DataType.INTEGER, Long.MIN_VALUE, -1L, Long.MAX_VALUE),
        Kept.of("bigint unsigned", DataType.DECIMAL, new BigDecimal("18446744073709551615")),
        Kept.of("year", DataType.INTEGER, 1901L, 2155L),
        Kept.of(
            "decimal(65, 30)",
            DataType.DECIMAL,
            new BigDecimal("9".repeat(35) + "." + "1".repeat(30)),
            new BigDecimal("-0." + "0".repeat(29) + "1")),
        Kept.of("decimal(12, 2)", DataType.DECIMAL, new BigDecimal("1.50")),
        Kept.of("float", DataType.FLOAT, 1.5, 0.1),
        Kept.of("double precision", DataType.FLOAT, 0.1, -0.0, Double.MIN_NORMAL, Double.MAX_VALUE),
        Extremes.texts("text"),
        Kept.of("varchar(20)", DataType.TEXT, "short"),
        Kept.of("enum('sad', 'ok')", DataType.TEXT, "ok"),
        Kept.of("set('a', 'b', 'c')", DataType.TEXT, "", "a,c"),
        Extremes.binaries("blob"),
        Kept.of("varbinary(20)", DataType.BINARY, new byte[] {0, -1}),
        Kept.of("bit(12)", DataType.BINARY, new byte[] {0x0a, (byte) 0xaa}),
        Extremes.dates("date"),
        Kept.of(
            "time(6)", DataType.TIME, LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000)),
        Extremes.timestamps("datetime(6)"),
        Extremes.instants("timestamp(6) null"),
        Kept.of("json", DataType.JSON, "{\"a\": [1, 2.5, null], \"b\": \"ü\"}"));
  }

  @Override
  public List<Literal> literals() {
    return List.of(
        new Literal("1", DataType.INTEGER, 1L),
        new Literal("9223372036854775808", DataType.DECIMAL, new BigDecimal("9223372036854775808")),
        new Literal("1.10", DataType.DECIMAL, new BigDecimal("1.10")),
        new Literal("1.5e0", DataType.FLOAT, 1.5),
        new Literal("1 = 1", DataType.INTEGER, 1L),
        new Literal("'x'", DataType.TEXT, "x"),
        new Literal("x'00ff'", DataType.BINARY, new byte[] {0, -1}),
        new Literal("date '2026-11-20'", DataType.DATE, LocalDate.of(2026, 11, 20)),
        new Literal("time '10:15:30'", DataType.TIME, LocalTime.of(10, 15, 30)),
        new Literal("time '-25:00:00'", DataType.TIME, "-25:00:00"),
        new Literal(
            "timestamp '2026-03-29 02:30:00'",
            DataType.TIMESTAMP,
            LocalDateTime.of(2026, 3, 29, 2, 30)));
  }

  @Override
  public List<Failing> failures() {
    return List.of(
        Failing.of(
            DatabaseError.INVALID_VALUE, "insert into contract_errors values ('a', 1, null, 1)"),
        Failing.of(
            DatabaseError.INVALID_VALUE,
            "insert into contract_errors values (9876543210, 1, null, 1)"),
        Failing.of(
            DatabaseError.INVALID_VALUE, "insert into contract_errors values (1 / 0, 1, null, 1)"),
        Failing.of(DatabaseError.INVALID_VALUE, "select 9223372036854775807 + 1"),
        Failing.of(DatabaseError.INVALID_VALUE, "select (select 1 union all select 2)"),
        Failing.of(DatabaseError.INVALID_VALUE, "select date '2026-02-30'"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "select @@no_such_variable"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "drop view contract_no_such_view"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "drop procedure contract_no_such_procedure"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "alter table contract_errors drop index nowhere"),
        Failing.of(DatabaseError.SYNTAX, "insert into contract_notes values (1)"),
        Failing.of(DatabaseError.PERMISSION, "select * from mysql.user"),
        Failing.of(DatabaseError.PERMISSION, "create table no_such_schema.a (id integer)"),
        Failing.of(DatabaseError.PERMISSION, "create database contract_other"),
        Failing.of(DatabaseError.PERMISSION, "set global max_connections = 100"),
        Failing.of(DatabaseError.PERMISSION, "/* a */ SET @@global.max_connections = 100"),
        Failing.of(DatabaseError.LIMIT_EXCEEDED, "create table " + "x".repeat(65) + " (id int)"),
        Failing.of(
            DatabaseError.NOT_SUPPORTED,
            "alter table contract_errors modify filled varchar(20), algorithm = inplace"));
  }

  /** For MariaDB: MySQL 8.0.15 lets only a SUPER make the trigger. */
  static List<Failing> raised() {
    return List.of(
        Failing.of(
            DatabaseError.USER_RAISED,
            "drop trigger if exists contract_raises",
            "create trigger contract_raises before insert on contract_errors for each row"
                + " signal sqlstate '45000' set message_text = 'no'",
            "insert into contract_errors values (9, 1, null, 1)"));
  }

  @Override
  public List<String> procedures() {
    return List.of(
        "drop function if exists contract_add",
        "create function contract_add(a bigint, b bigint) returns bigint deterministic no sql"
            + " return a + b",
        "drop procedure if exists contract_twice",
        "create procedure contract_twice(in a bigint, out twice bigint) set twice = 2 * a",
        "drop procedure if exists contract_increment",
        "create procedure contract_increment(inout n bigint) set n = n + 1");
  }

  /** The function is called deterministic since a server with a binary log takes no other. */
  @Override
  public Optional<Disguise> disguise() {
    return Optional.of(
        new Disguise(
            List.of(
                "drop view if exists contract_disguise",
                "drop function if exists contract_touch",
                "create function contract_touch() returns bigint deterministic modifies sql data"
                    + " begin insert into contract_notes values (uuid(), 'touched'); return 1; end",
                "create view contract_disguise as select contract_touch() as touched"),
            "select touched from contract_disguise"));
  }
}
