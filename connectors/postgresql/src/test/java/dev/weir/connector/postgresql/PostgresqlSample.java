package dev.weir.connector.postgresql;

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
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** PostgreSQL's dialect. */
final class PostgresqlSample implements SqlSample {
  @Override
  public Statement rows(long count) {
    return Statement.of("select i, 'row ' || i from generate_series(1, ?::bigint) i", count);
  }

  @Override
  public Statement sleep(Duration time) {
    return Statement.of("select pg_sleep(?::float8)", time.toMillis() / 1000.0);
  }

  @Override
  public Optional<Statement> sleepers() {
    return Optional.of(
        Statement.of(
            "select count(*) from pg_stat_activity"
                + " where state = 'active' and query like 'select pg_sleep(%'"));
  }

  @Override
  public Statement notify(String channel, String payload) {
    return Statement.of("select pg_notify(?, ?)", channel, payload);
  }

  @Override
  public String schema() {
    return "public";
  }

  @Override
  public List<Kept> kept() {
    return List.of(
        Kept.of("boolean", DataType.BOOLEAN, true, false),
        Kept.of("smallint", DataType.INTEGER, -32768L, 32767L),
        Kept.of("integer", DataType.INTEGER, -2147483648L, 0L, 2147483647L),
        Kept.of("bigint", DataType.INTEGER, Long.MIN_VALUE, -1L, Long.MAX_VALUE),
        Kept.of(
            "numeric",
            DataType.DECIMAL,
            new BigDecimal("0"),
            new BigDecimal("-0.00000000000000000001"),
            new BigDecimal("1.50"),
            new BigDecimal("9".repeat(200) + "." + "1".repeat(100))),
        Kept.of(
            "numeric(40, 10)", DataType.DECIMAL, new BigDecimal("1".repeat(30) + ".0123456789")),
        Kept.of(
            "double precision",
            DataType.FLOAT,
            0.1,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY),
        Extremes.texts("text"),
        Kept.of("varchar(20)", DataType.TEXT, "short"),
        Extremes.binaries("bytea"),
        Extremes.dates("date"),
        Kept.of("time", DataType.TIME, LocalTime.MIDNIGHT, LocalTime.of(23, 59, 59, 999_999_000)),
        Extremes.timestamps("timestamp"),
        Extremes.instants("timestamptz"),
        Kept.of(
            "timetz", DataType.TIME_WITH_ZONE, OffsetTime.of(10, 15, 30, 0, ZoneOffset.ofHours(5))),
        Kept.of(
            "interval", DataType.INTERVAL, "P1Y2M3DT4H5M6.789S", "PT0S", "PT-5M", "P-1Y2DT-0.5S"),
        Extremes.uuids("uuid"),
        Kept.of("json", DataType.JSON, "{\"a\": [1, 2.50, null], \"b\":  \"ü\"}"),
        Kept.of("jsonb", DataType.JSON, "{\"a\": [1, 2.50, null]}"),
        Kept.of("bigint[]", DataType.ARRAY, List.of(), List.of(1L, Long.MAX_VALUE)),
        Kept.of("text[]", DataType.ARRAY, Arrays.asList("a,b", null, "\"", "NULL", "🦆")),
        Kept.of("numeric[]", DataType.ARRAY, List.of(new BigDecimal("1.50"))),
        Kept.of("boolean[]", DataType.ARRAY, List.of(true, false)),
        Kept.of("inet", DataType.OTHER, "10.0.0.1/24"),
        Kept.of("int4range", DataType.OTHER, "[1,10)"),
        Kept.of("bit(3)", DataType.OTHER, "101"),
        Kept.of("xml", DataType.OTHER, "<a>1</a>"));
  }

  @Override
  public List<Literal> literals() {
    return List.of(
        new Literal("1", DataType.INTEGER, 1L),
        new Literal("9223372036854775808", DataType.DECIMAL, new BigDecimal("9223372036854775808")),
        new Literal("'NaN'::numeric", DataType.DECIMAL, Double.NaN),
        new Literal("'Infinity'::numeric", DataType.DECIMAL, Double.POSITIVE_INFINITY),
        new Literal("1.10", DataType.DECIMAL, new BigDecimal("1.10")),
        new Literal("1.5::real", DataType.FLOAT, 1.5),
        new Literal("0.1::real", DataType.FLOAT, 0.1),
        new Literal("true", DataType.BOOLEAN, true),
        new Literal("'x'", DataType.TEXT, "x"),
        new Literal("'x'::char(3)", DataType.TEXT, "x  "),
        new Literal("'\\x00ff'::bytea", DataType.BINARY, new byte[] {0, -1}),
        new Literal("date '2026-11-20'", DataType.DATE, LocalDate.of(2026, 11, 20)),
        new Literal("'infinity'::date", DataType.DATE, LocalDate.MAX),
        new Literal("'-infinity'::timestamp", DataType.TIMESTAMP, LocalDateTime.MIN),
        new Literal("'infinity'::timestamptz", DataType.TIMESTAMP_WITH_ZONE, OffsetDateTime.MAX),
        new Literal(
            "timestamptz '2026-11-20 12:00:00+05:30'",
            DataType.TIMESTAMP_WITH_ZONE,
            OffsetDateTime.of(2026, 11, 20, 6, 30, 0, 0, ZoneOffset.UTC)),
        new Literal("interval '1 day 2 hours'", DataType.INTERVAL, "P1DT2H"),
        new Literal("array[1, null, 3]", DataType.ARRAY, Arrays.asList(1L, null, 3L)),
        new Literal(
            "array[[1, 2], [3, 4]]", DataType.ARRAY, List.of(List.of(1L, 2L), List.of(3L, 4L))),
        new Literal(
            "array['2026-11-20'::date]", DataType.ARRAY, List.of(LocalDate.of(2026, 11, 20))),
        new Literal(
            "array['2026-11-20 12:00+01'::timestamptz]",
            DataType.ARRAY,
            List.of(OffsetDateTime.of(2026, 11, 20, 11, 0, 0, 0, ZoneOffset.UTC))),
        new Literal("array['{\"a\": 1}'::jsonb]", DataType.ARRAY, List.of("{\"a\": 1}")),
        new Literal("array[1.5::real]", DataType.ARRAY, List.of(1.5)),
        new Literal(
            "array['NaN'::numeric, 1]", DataType.ARRAY, List.of(Double.NaN, BigDecimal.ONE)),
        new Literal("null::integer[] is null", DataType.BOOLEAN, true),
        new Literal("1::money", DataType.OTHER, "$1.00"),
        new Literal("point(1, 2)", DataType.OTHER, "(1,2)"),
        new Literal("row(1, 'a')", DataType.OTHER, "(1,a)"),
        new Literal("'a'::name", DataType.TEXT, "a"),
        new Literal("1::oid", DataType.INTEGER, 1L));
  }

  @Override
  public List<Failing> failures() {
    return List.of(
        Failing.of(DatabaseError.INVALID_VALUE, "select 1 / 0"),
        Failing.of(DatabaseError.INVALID_VALUE, "select 'abc'::integer"),
        Failing.of(DatabaseError.INVALID_VALUE, "select 99999::smallint"),
        Failing.of(DatabaseError.INVALID_VALUE, "select 'long'::text::json"),
        Failing.of(DatabaseError.INVALID_VALUE, "select (select 1 union all select 2)"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "select 1::no_such_type"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "create table no_such_schema.a (id integer)"),
        Failing.of(DatabaseError.SYNTAX, "select id, count(*) from contract_notes"),
        Failing.of(DatabaseError.PERMISSION, "select * from pg_authid"),
        Failing.of(
            DatabaseError.EXCLUSION_VIOLATION,
            "drop table if exists contract_exclusion",
            "create table contract_exclusion (r int4range, exclude using gist (r with &&))",
            "insert into contract_exclusion values ('[1,5)')",
            "insert into contract_exclusion values ('[3,8)')"),
        Failing.of(DatabaseError.LIMIT_EXCEEDED, "select concat(" + "1,".repeat(200) + "1)"),
        Failing.of(DatabaseError.USER_RAISED, "do $$ begin raise exception 'no'; end $$"),
        Failing.of(
            DatabaseError.READ_ONLY,
            "do $$ begin set transaction read only; create table contract_ro (id integer); end $$"),
        Failing.of(
            DatabaseError.NOT_SUPPORTED,
            "alter table contract_notes alter column xmin type integer"));
  }

  @Override
  public List<String> procedures() {
    return List.of(
        "create or replace function contract_add(a bigint, b bigint) returns bigint"
            + " language sql as 'select a + b'",
        "create or replace procedure contract_twice(in a bigint, inout twice bigint default null)"
            + " language plpgsql as $$ begin twice := 2 * a; end $$",
        "create or replace procedure contract_increment(inout n bigint)"
            + " language plpgsql as $$ begin n := n + 1; end $$",
        "create or replace procedure contract_cursor(inout c refcursor default null)"
            + " language plpgsql as $$ begin c := 'contract'; open c for"
            + " select i::bigint as n from generate_series(1, 2) i; end $$");
  }

  @Override
  public Optional<Disguise> disguise() {
    return Optional.of(
        new Disguise(
            List.of(
                "drop view if exists contract_disguise",
                "create or replace function contract_touch() returns bigint security definer"
                    + " language plpgsql as $$ begin"
                    + " insert into contract_notes values (gen_random_uuid()::text, 'touched');"
                    + " return 1; end $$",
                "create view contract_disguise as select contract_touch() as touched",
                "grant select on contract_disguise to public"),
            "select touched from contract_disguise"));
  }

  @Override
  public Optional<Tenants> tenants() {
    return Optional.of(
        new Tenants(
            List.of(
                "drop table if exists contract_tenants",
                "create table contract_tenants"
                    + " (tenant text not null default current_setting('app.tenant'))",
                "alter table contract_tenants enable row level security",
                "create policy own on contract_tenants"
                    + " using (tenant = current_setting('app.tenant'))",
                "grant select, insert on contract_tenants to public"),
            "app.tenant",
            "insert into contract_tenants default values",
            "select count(*) from contract_tenants"));
  }
}
