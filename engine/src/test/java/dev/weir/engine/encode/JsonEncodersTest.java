package dev.weir.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Failed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonEncodersTest {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @Test
  void everyTypeIsToldExactly() {
    JsonNode rows = JSON.readTree(AllTypes.rows().encoded(new JsonEncoder()));

    JsonNode row = rows.get(0);
    assertThat(row.get("BOOLEAN").booleanValue()).isTrue();
    assertThat(row.get("INTEGER").longValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(row.get("DECIMAL").decimalValue()).isEqualTo(AllTypes.HUGE);
    assertThat(row.get("FLOAT").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(row.get("TEXT").stringValue()).isEqualTo(AllTypes.HARD_TEXT);
    assertThat(row.get("BINARY").stringValue()).isEqualTo("AP8B/g==");
    assertThat(row.get("DATE").stringValue()).isEqualTo("2024-02-29");
    assertThat(row.get("TIME").stringValue()).isEqualTo("23:59:00");
    assertThat(row.get("TIME_WITH_ZONE").stringValue()).isEqualTo("10:15:30.000001+02:00");
    assertThat(row.get("TIMESTAMP").stringValue()).isEqualTo("1969-12-31T23:59:59.999999");
    assertThat(row.get("TIMESTAMP_WITH_ZONE").stringValue())
        .isEqualTo("2026-03-29T02:30:00.5+05:30");
    assertThat(row.get("INTERVAL").stringValue()).isEqualTo("P1Y2M3DT4H");
    assertThat(row.get("UUID").stringValue()).isEqualTo("00000000-0000-4000-8000-0000000000ff");
    assertThat(row.get("JSON")).isEqualTo(JSON.readTree("{\"a\":[1,2.50,null],\"b\":\"é\"}"));
    assertThat(row.get("ARRAY")).isEqualTo(JSON.readTree("[1,null,[\"x\",\"\\\"\"],2.50]"));
    assertThat(row.get("MAP"))
        .isEqualTo(JSON.readTree("{\"k \\\"1\\\"\":\"NaN\",\"k2\":null,\"k3\":{}}"));
    assertThat(row.get("OTHER").stringValue()).isEqualTo("(1,2)");
    assertThat(rows.get(1)).hasSize(DataType.values().length).allMatch(JsonNode::isNull);
  }

  @Test
  void ndjsonTellsTheSameOneRowALine() {
    JsonNode rows = JSON.readTree(AllTypes.rows().encoded(new JsonEncoder()));

    List<String> lines = AllTypes.rows().encoded(new NdjsonEncoder()).lines().toList();

    assertThat(lines).map(JSON::readTree).containsExactly(rows.get(0), rows.get(1));
  }

  @Test
  void anArrayHasOneRowALine() {
    String json = ListRows.column("n", DataType.INTEGER, 1L, 2L).encoded(new JsonEncoder());

    assertThat(json).isEqualTo("[\n{\"n\":1},\n{\"n\":2}\n]\n");
  }

  @Test
  void noRowsAreAnEmptyArrayAndNoLines() {
    assertThat(ListRows.column("n", DataType.INTEGER).encoded(new JsonEncoder())).isEqualTo("[]\n");
    assertThat(ListRows.column("n", DataType.INTEGER).encoded(new NdjsonEncoder())).isEmpty();
  }

  @Test
  void wholeNumbersKeepAllTheirDigits() {
    Object[] numbers = {
      0L,
      -1L,
      9L,
      10L,
      99L,
      100L,
      9007199254740993L,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      -10L,
      999_999_999_999_999_999L,
      1_000_000_000_000_000_000L
    };

    JsonNode rows =
        JSON.readTree(ListRows.column("n", DataType.INTEGER, numbers).encoded(new JsonEncoder()));

    assertThat(rows.valueStream().map(row -> (Object) row.get("n").longValue()))
        .containsExactly(numbers);
  }

  @Test
  void numbersThatJsonLacksAreStrings() {
    String json =
        ListRows.column(
                "n",
                DataType.FLOAT,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.0,
                1e300)
            .encoded(new NdjsonEncoder());

    assertThat(json.lines())
        .containsExactly(
            "{\"n\":\"NaN\"}",
            "{\"n\":\"Infinity\"}",
            "{\"n\":\"-Infinity\"}",
            "{\"n\":-0.0}",
            "{\"n\":1.0E300}");
  }

  @Test
  void columnsOfTheSameNameGetNumbers() {
    List<Column> columns =
        Stream.of("a", "a", "a_2", "a", "b")
            .map(name -> Column.of(name, DataType.INTEGER))
            .toList();

    String json =
        ListRows.of(columns, Stream.of(List.of(1L, 2L, 3L, 4L, 5L))).encoded(new NdjsonEncoder());

    assertThat(json).isEqualTo("{\"a\":1,\"a_3\":2,\"a_2\":3,\"a_4\":4,\"b\":5}\n");
  }

  @Test
  void aSecondColumnOfTheSameNameGetsTheSuffixTwo() {
    List<Column> columns = List.of(Column.of("a", DataType.TEXT), Column.of("a", DataType.TEXT));

    String json = ListRows.of(columns, Stream.of(List.of("x", "y"))).encoded(new NdjsonEncoder());

    assertThat(json).isEqualTo("{\"a\":\"x\",\"a_2\":\"y\"}\n");
  }

  @Test
  void surrogatesWithoutTheirOtherHalfSurvive() {
    String text = "\ud83d-\ude00-\ude00\ud83d-😀";

    String json = ListRows.column("t", DataType.TEXT, text).encoded(new NdjsonEncoder());

    assertThat(json).contains("\\ud83d-\\ude00-");
    assertThat(JSON.readTree(json).get("t").stringValue()).isEqualTo(text);
  }

  @Test
  void textsLongerThanABlockAreWhole() {
    String text = "ü\"😀\n€x".repeat(50_000);

    String json = ListRows.column("t", DataType.TEXT, "a", text, "b").encoded(new JsonEncoder());

    JsonNode rows = JSON.readTree(json);
    assertThat(rows.get(1).get("t").stringValue()).isEqualTo(text);
    assertThat(rows.get(2).get("t").stringValue()).isEqualTo("b");
  }

  @Test
  void jsonThatIsNotValidIsAString() {
    String[] invalid = {
      "",
      " ",
      "{",
      "{}}",
      "[1,]",
      "{\"a\"}",
      "{\"a\":}",
      "01",
      "1.",
      "-",
      "+1",
      ".5",
      "1e",
      "nul",
      "NaN",
      "'a'",
      "\"a",
      "\"\n\"",
      "\"\\x\"",
      "\"\\u12g4\"",
      "[1 2]",
      "{1:2}",
      "[",
      "]",
      "tru",
      "{\"a\":1,}",
      "\"a\"\"b\"",
      "\u0000"
    };

    String json =
        ListRows.column("j", DataType.JSON, (Object[]) invalid).encoded(new NdjsonEncoder());

    assertThat(json.lines().map(line -> JSON.readTree(line).get("j").stringValue()))
        .containsExactly(invalid);
  }

  @Test
  void jsonThatIsValidIsEmbedded() {
    String[] valid = {
      "1",
      "-0.5e+10",
      "\"a\\u00E9\\n\"",
      "true",
      "null",
      "[]",
      "{}",
      " [ 1 , { \"a\" : [ ] } ] ",
      "{\"a\":{\"b\":[1,2,{}]},\"c\":\"\"}",
      "\"\ud800\""
    };

    String json =
        ListRows.column("j", DataType.JSON, (Object[]) valid).encoded(new NdjsonEncoder());

    assertThat(json.lines().map(line -> line.substring(5, line.length() - 1)))
        .startsWith("1", "-0.5e+10", "\"a\\u00E9\\n\"", "true", "null", "[]", "{}")
        .endsWith("\"\\ud800\"");
    assertThat(json.lines().filter(line -> JSON.readTree(line).get("j").isString())).hasSize(2);
  }

  @Test
  void jsonOfAnyDepthIsEmbedded() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);

    String json = ListRows.column("j", DataType.JSON, deep).encoded(new NdjsonEncoder());

    assertThat(json).isEqualTo("{\"j\":" + deep + "}\n");
  }

  @Test
  void aResultDocumentHoldsColumnsRowsAndWhatIsKnownAtTheEnd() {
    ListRows rows = ListRows.column("n", DataType.TIMESTAMP_WITH_ZONE, null, null).cutOff();

    JsonNode document = JSON.readTree(rows.encoded(new ResultDocument()));

    assertThat(document.propertyNames())
        .containsExactly("columns", "rows", "rowCount", "truncated", "elapsed");
    assertThat(document.get("columns").toString())
        .isEqualTo(
            "[{\"name\":\"n\",\"type\":\"timestamp_with_zone\",\"nativeType\":\"timestamp_with_zone\"}]");
    assertThat(document.get("rows").toString()).isEqualTo("[[null],[null]]");
    assertThat(document.get("rowCount").intValue()).isEqualTo(2);
    assertThat(document.get("truncated").booleanValue()).isTrue();
    assertThat(document.get("elapsed").stringValue()).startsWith("PT0");
  }

  @Test
  void aBrokenResultIsNoJson() {
    for (Encoder encoder : List.of(new JsonEncoder(), new ResultDocument())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      assertThatThrownBy(() -> encoder.encode(ListRows.lostAfter(10_000), out))
          .isInstanceOf(Failed.class);

      assertThat(out.size()).isPositive();
      assertThatThrownBy(() -> JSON.readTree(out.toByteArray()))
          .isInstanceOf(JacksonException.class);
    }
  }

  @Test
  void aBrokenNdjsonEndsInALineThatIsNoJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> new NdjsonEncoder().encode(ListRows.lostAfter(10_000), out))
        .isInstanceOf(Failed.class);

    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(10_001);
    assertThat(JSON.readTree(lines.get(9_999)).get("t").stringValue()).isEqualTo("row 9999");
    assertThatThrownBy(() -> JSON.readTree(lines.getLast())).isInstanceOf(JacksonException.class);
  }

  @Test
  void aResultThatFailsEarlyWritesNothing() {
    for (Encoder encoder : Encoders.installed().all()) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();

      assertThatThrownBy(() -> encoder.encode(ListRows.lostAfter(3), out))
          .isInstanceOf(Failed.class);

      assertThat(out.size()).as(encoder.name()).isZero();
    }
  }
}
