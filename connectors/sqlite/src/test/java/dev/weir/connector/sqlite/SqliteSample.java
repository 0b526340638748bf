package dev.weir.connector.sqlite;

import dev.weir.api.DataType;
import dev.weir.api.DatabaseError;
import dev.weir.api.Statement;
import dev.weir.testing.contract.Extremes;
import dev.weir.testing.contract.SqlSample;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** SQLite's dialect. */
final class SqliteSample implements SqlSample {
  private static final String SERIES =
      "with recursive c(i) as (select 1 union all select i + 1 from c where i < ?) ";

  @Override
  public Statement rows(long count) {
    return Statement.of(SERIES + "select i, 'row ' || i from c", count);
  }

  /** Counts as far as a fast machine comes in that time. */
  @Override
  public Statement sleep(Duration time) {
    return Statement.of(SERIES + "select count(*) from c", time.toMillis() * 20_000);
  }

  @Override
  public Optional<Statement> sleepers() {
    return Optional.empty();
  }

  @Override
  public Statement operatorOnly() {
    return Statement.of("create view if not exists contract_operators as select 1 as one");
  }

  @Override
  public String generatedKey() {
    return "id integer primary key";
  }

  @Override
  public Optional<String> comment(String table, String text) {
    return Optional.empty();
  }

  @Override
  public String schema() {
    return "main";
  }

  @Override
  public boolean locksRows() {
    return false;
  }

  @Override
  public List<Kept> kept() {
    return List.of(
        Kept.of("boolean", DataType.BOOLEAN, true, false),
        Kept.of("integer", DataType.INTEGER, Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE),
        Kept.of("bigint", DataType.INTEGER, Long.MIN_VALUE, Long.MAX_VALUE),
        Kept.of("decimal(12, 2)", DataType.DECIMAL, new BigDecimal("-7"), new BigDecimal("1.25")),
        Kept.of(
            "decimal_text",
            DataType.DECIMAL,
            new BigDecimal("1.50"),
            new BigDecimal("9".repeat(200) + "." + "1".repeat(100))),
        Kept.of(
            "double precision",
            DataType.FLOAT,
            0.1,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY),
        Extremes.texts("text"),
        Kept.of("varchar(20)", DataType.TEXT, "short"),
        Extremes.binaries("blob"),
        Extremes.dates("date"),
        Kept.of("time", DataType.TIME, LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_999)),
        Extremes.timestamps("timestamp"),
        Kept.of(
            "timestamptz",
            DataType.TIMESTAMP_WITH_ZONE,
            OffsetDateTime.of(2026, 3, 29, 1, 30, 0, 123_456_000, ZoneOffset.ofHours(5))),
        Extremes.uuids("uuid"),
        Kept.of("json", DataType.JSON, "{\"a\": [1, 2.50, null], \"b\":  \"ü\"}"));
  }

  @Override
  public List<Literal> literals() {
    return List.of(
        new Literal("1", DataType.INTEGER, 1L),
        new Literal("9223372036854775807", DataType.INTEGER, Long.MAX_VALUE),
        new Literal("1.5", DataType.FLOAT, 1.5),
        new Literal("9e999", DataType.FLOAT, Double.POSITIVE_INFINITY),
        new Literal("'x'", DataType.TEXT, "x"),
        new Literal("x'00ff'", DataType.BINARY, new byte[] {0, -1}),
        new Literal("date('2026-11-20')", DataType.TEXT, "2026-11-20"));
  }

  @Override
  public List<Failing> failures() {
    return List.of(
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "create table no_such_schema.a (id integer)"),
        Failing.of(DatabaseError.SYNTAX, "insert into contract_notes values (1)"),
        Failing.of(DatabaseError.INVALID_VALUE, "select abs(-9223372036854775808)"),
        Failing.of(DatabaseError.INVALID_VALUE, "select json('{')"),
        Failing.of(
            DatabaseError.INVALID_VALUE, "insert into contract_errors values ('a', 1, null, 1)"),
        Failing.of(
            DatabaseError.INVALID_VALUE,
            "drop table if exists contract_strict",
            "create table contract_strict (n integer) strict",
            "insert into contract_strict values ('a')"),
        Failing.of(
            DatabaseError.USER_RAISED,
            "create trigger contract_raises before insert on contract_errors begin"
                + " select raise(abort, 'no'); end",
            "insert into contract_errors values (9, 1, null, 1)"),
        Failing.of(DatabaseError.LIMIT_EXCEEDED, "select zeroblob(2000000000)"));
  }
}
