package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.api.DataType;
import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.testing.contract.SqlSample.Literal;
import dev.weir.testing.databases.Servers;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Types of PostgreSQL besides those that the contract puts to every engine. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresqlTypesIT {
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final Database database = engine.database(Servers.postgresql15().url());

  @BeforeAll
  void prepare() {
    for (String text :
        List.of(
            "drop table if exists types_kept",
            "drop type if exists types_mood, types_place cascade",
            "drop domain if exists types_share",
            "create type types_mood as enum ('sad', 'so so', 'ok')",
            "create type types_place as (street text, number integer)",
            "create domain types_share as numeric(5, 2) check (value between 0 and 100)",
            "create table types_kept (id integer primary key, mood types_mood,"
                + " moods types_mood[], share types_share, place types_place, address inet,"
                + " span tstzrange, days datemultirange, ids uuid[], pieces bytea[],"
                + " doc jsonb, price money)")) {
      database.update(text);
    }
  }

  @AfterAll
  void close() {
    engine.close();
  }

  private static List<Literal> literals() {
    return List.of(
        new Literal("'so so'::types_mood", DataType.TEXT, "so so"),
        new Literal("12.50::types_share", DataType.DECIMAL, new BigDecimal("12.50")),
        new Literal("row('A \"B\", C', 7)::types_place", DataType.OTHER, "(\"A \"\"B\"\", C\",7)"),
        new Literal("'[1,5)'::int8range", DataType.OTHER, "[1,5)"),
        new Literal("'empty'::numrange", DataType.OTHER, "empty"),
        new Literal("'[2026-01-01,)'::daterange", DataType.OTHER, "[2026-01-01,)"),
        new Literal("'{[1,3),[7,9)}'::int4multirange", DataType.OTHER, "{[1,3),[7,9)}"),
        new Literal("'10.0.0.0/8'::cidr", DataType.OTHER, "10.0.0.0/8"),
        new Literal("'2001:db8::1'::inet", DataType.OTHER, "2001:db8::1"),
        new Literal("'08:00:2b:01:02:03'::macaddr", DataType.OTHER, "08:00:2b:01:02:03"),
        new Literal("'-1234.56'::numeric::money", DataType.OTHER, "-$1,234.56"),
        new Literal("'a fat cat'::tsvector", DataType.OTHER, "'a' 'cat' 'fat'"),
        new Literal("'$.a[*]'::jsonpath", DataType.OTHER, "$.\"a\"[*]"),
        new Literal("'16/B374D848'::pg_lsn", DataType.OTHER, "16/B374D848"),
        new Literal("'pg_class'::regclass", DataType.OTHER, "pg_class"),
        new Literal("'a'::\"char\"", DataType.TEXT, "a"),
        new Literal("'null'::jsonb", DataType.JSON, "null"),
        new Literal("'\"\\u00fc 🦆\"'::jsonb", DataType.JSON, "\"ü 🦆\""),
        new Literal(
            "'{\"n\": 1e400, \"d\": 0.10}'::jsonb",
            DataType.JSON,
            "{\"d\": 0.10, \"n\": 1" + "0".repeat(400) + "}"),
        new Literal("12345::numeric(5, -2)", DataType.DECIMAL, new BigDecimal("12300")),
        new Literal(
            "('1' || repeat('0', 1000))::numeric", DataType.DECIMAL, BigDecimal.TEN.pow(1000)),
        new Literal("'-Infinity'::numeric", DataType.DECIMAL, Double.NEGATIVE_INFINITY),
        new Literal("'NaN'::real", DataType.FLOAT, Double.NaN),
        new Literal("'-infinity'::date", DataType.DATE, LocalDate.MIN),
        new Literal("'-infinity'::timestamptz", DataType.TIMESTAMP_WITH_ZONE, OffsetDateTime.MIN),
        new Literal("'0044-03-15 BC'::date", DataType.DATE, LocalDate.of(-43, 3, 15)),
        new Literal("'12026-11-21'::date", DataType.DATE, LocalDate.of(12026, 11, 21)),
        new Literal(
            "'1890-01-01 00:00:00+00:19:32'::timestamptz",
            DataType.TIMESTAMP_WITH_ZONE,
            OffsetDateTime.of(1889, 12, 31, 23, 40, 28, 0, ZoneOffset.UTC)),
        new Literal(
            "'12:00:00.5-05:30'::timetz",
            DataType.TIME_WITH_ZONE,
            OffsetTime.of(12, 0, 0, 500_000_000, ZoneOffset.ofHoursMinutes(-5, -30))),
        new Literal("'-1 mons +2 days -00:00:01.5'::interval", DataType.INTERVAL, "P-1M2DT-1.5S"),
        new Literal("'100000:00:00'::interval", DataType.INTERVAL, "PT100000H"),
        new Literal("'{}'::integer[]", DataType.ARRAY, List.of()),
        new Literal(
            "array[array['a', null], array[null, 'b,}']]",
            DataType.ARRAY,
            List.of(Arrays.asList("a", null), Arrays.asList(null, "b,}"))),
        new Literal("'[0:1]={1,2}'::integer[]", DataType.ARRAY, List.of(1L, 2L)),
        new Literal("array['sad', 'so so']::types_mood[]", DataType.ARRAY, List.of("sad", "so so")),
        new Literal(
            "array[row('x', 1)::types_place, null]", DataType.ARRAY, Arrays.asList("(x,1)", null)),
        new Literal("array['10.0.0.1'::inet]", DataType.ARRAY, List.of("10.0.0.1")),
        new Literal("array['1 day'::interval]", DataType.ARRAY, List.of("P1D")),
        new Literal(
            "array['00000000-0000-4000-8000-0000000000ff'::uuid]",
            DataType.ARRAY,
            List.of(UUID.fromString("00000000-0000-4000-8000-0000000000ff"))),
        new Literal("array['[1,2)'::int4range]", DataType.ARRAY, List.of("[1,2)")),
        new Literal("array['10:15'::time]", DataType.ARRAY, List.of(LocalTime.of(10, 15))),
        new Literal(
            "array['2026-03-29 02:30'::timestamp]",
            DataType.ARRAY,
            List.of(LocalDateTime.of(2026, 3, 29, 2, 30))));
  }

  @TestFactory
  Stream<DynamicTest> each_literal_is_told_as_its_type() {
    return literals().stream()
        .map(literal -> dynamicTest(literal.expression(), () -> told(literal)));
  }

  /** The same where the driver has prepared the statement and asks for binary values. */
  private void told(Literal literal) {
    for (int i = 0; i < 7; i++) {
      try (Rows rows = database.query("select " + literal.expression())) {
        assertThat(rows.columns().getFirst().type()).isEqualTo(literal.type());
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo(literal.value());
        assertThat(rows.text(0)).isNotNull();
      }
    }
  }

  @Test
  void an_array_of_bytes_is_told_as_bytes() {
    List<?> told =
        (List<?>)
            database
                .query("select array['\\x00ff'::bytea, null, ''::bytea]")
                .first(row -> row.value(0))
                .orElseThrow();

    assertThat((byte[]) told.get(0)).containsExactly(0, 0xff);
    assertThat(told.get(1)).isNull();
    assertThat((byte[]) told.get(2)).isEmpty();
  }

  @Test
  void values_of_types_that_java_does_not_have_are_bound_as_text_and_kept() {
    UUID id = UUID.randomUUID();

    database.update(
        "insert into types_kept values" + " (1, ?, ?::types_mood[], ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "so so",
        List.of("sad", "ok"),
        new BigDecimal("99.99"),
        "(\"a, b\",3)",
        "10.1.2.3",
        "[2026-01-01 00:00:00+00,)",
        "{[2026-01-01,2026-02-01)}",
        List.of(id),
        List.of(new byte[] {0, -1}),
        "{\"b\": 1, \"a\": null}",
        "$1,000.10");

    List<Object> kept =
        database
            .query(
                "select mood, moods, share, place, address, span, days, ids, doc, price"
                    + " from types_kept where id = 1")
            .first(row -> Stream.iterate(0, i -> i < 10, i -> i + 1).map(row::value).toList())
            .orElseThrow();
    assertThat(kept)
        .containsExactly(
            "so so",
            List.of("sad", "ok"),
            new BigDecimal("99.99"),
            "(\"a, b\",3)",
            "10.1.2.3",
            "[\"2026-01-01 00:00:00+00\",)",
            "{[2026-01-01,2026-02-01)}",
            List.of(id),
            "{\"a\": null, \"b\": 1}",
            "$1,000.10");
  }
}
