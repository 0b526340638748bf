package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplyRowsTest {
  private static final Reply BINARY = new Reply.Bulk(new byte[] {(byte) 0xff, 0});

  private static Reply bulk(String text) {
    return new Reply.Bulk(Texts.bytes(text));
  }

  private static Reply items(Reply... items) {
    return new Reply.Items(Arrays.asList(items));
  }

  private static Rows rows(String command, Reply reply) {
    List<byte[]> words = Arrays.stream(command.split(" ", -1)).map(Texts::bytes).toList();
    String name = command.split(" ", -1)[0];
    return ReplyRows.of(name.equals("CONFIG") ? "CONFIG GET" : name, words, reply, 0);
  }

  private static List<List<@Nullable Object>> all(Rows rows) {
    int width = rows.columns().size();
    return rows.list(row -> {
      List<@Nullable Object> cells = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        cells.add(row.value(i));
      }
      return cells;
    });
  }

  private static void assertTells(
      Rows rows, List<Column> columns, List<? extends List<? extends @Nullable Object>> cells) {
    assertThat(rows.columns()).isEqualTo(columns);
    assertThat(all(rows)).isEqualTo(cells);
  }

  @Test
  void a_single_answer_is_one_row() {
    assertTells(
        rows("GET a", bulk("x")),
        List.of(Column.of("value", DataType.TEXT)),
        List.of(List.of("x")));
    assertTells(
        rows("LLEN a", new Reply.Whole(3)),
        List.of(Column.of("value", DataType.INTEGER)),
        List.of(List.of(3L)));
    assertTells(
        rows("X", new Reply.Big(new BigDecimal("9223372036854775808"))),
        List.of(Column.of("value", DataType.DECIMAL)),
        List.of(List.of(new BigDecimal("9223372036854775808"))));
    assertThat(rows("GET a", BINARY).columns().getFirst().type()).isEqualTo(DataType.BINARY);
    assertThat(all(rows("GET a", new Reply.Nil()))).containsExactly(Arrays.asList((Object) null));
  }

  @Test
  void items_are_rows_and_text_beside_binary_is_told_as_bytes() {
    Rows mixed = rows("LRANGE a 0 -1", items(bulk("é"), BINARY, new Reply.Nil()));

    assertThat(mixed.columns().getFirst().type()).isEqualTo(DataType.BINARY);
    assertThat(mixed.next()).isTrue();
    assertThat(mixed.bytes(0)).isEqualTo(Texts.bytes("é"));
    assertThat(mixed.next()).isTrue();
    assertThat(mixed.value(0)).isEqualTo(new byte[] {(byte) 0xff, 0});
    assertThat(mixed.text(0)).isEqualTo("/wA=");
    assertThat(mixed.next()).isTrue();
    assertThat(mixed.isNull(0)).isTrue();
    assertThat(mixed.next()).isFalse();
  }

  @Test
  void a_map_is_fields_and_values_in_both_protocols() {
    List<Column> columns =
        List.of(Column.of("field", DataType.TEXT), Column.of("value", DataType.TEXT));

    assertTells(
        rows("HGETALL a", new Reply.Pairs(List.of(bulk("f"), bulk("1")))),
        columns,
        List.of(List.of("f", "1")));
    assertTells(
        rows("HGETALL a", items(bulk("f"), bulk("1"))), columns, List.of(List.of("f", "1")));
  }

  @Test
  void scores_are_exact_numbers_in_both_protocols() {
    List<Column> columns =
        List.of(Column.of("member", DataType.TEXT), Column.of("score", DataType.FLOAT));

    assertTells(
        rows("ZRANGE a 0 -1 WITHSCORES", items(items(bulk("m"), new Reply.Fraction(0.1)))),
        columns,
        List.of(List.of("m", 0.1)));
    assertTells(
        rows("ZRANGE a 0 -1 withscores", items(bulk("m"), bulk("-inf"))),
        columns,
        List.of(List.of("m", Double.NEGATIVE_INFINITY)));
  }

  @Test
  void stream_entries_have_an_id_and_a_map() {
    Reply entry = items(bulk("1-0"), items(bulk("f"), bulk("v")));

    assertThat(all(rows("XRANGE a - +", items(entry))))
        .containsExactly(List.of("1-0", Map.of("f", "v")));
    assertThat(all(rows("XREAD STREAMS a 0", new Reply.Pairs(List.of(bulk("a"), items(entry))))))
        .containsExactly(List.of("a", "1-0", Map.of("f", "v")));
    assertThat(all(rows("XREAD STREAMS a 0", new Reply.Nil()))).isEmpty();
  }

  @Test
  void info_is_told_by_section() {
    assertThat(all(rows("INFO", bulk("# Server\r\nredis_version:7.0.1\r\nos:Linux: x\r\n"))))
        .containsExactly(
            List.of("Server", "redis_version", "7.0.1"), List.of("Server", "os", "Linux: x"));
  }

  @Test
  void nested_answers_are_arrays_and_mixed_ones_json() {
    assertTells(
        rows("GEOPOS a m", items(items(new Reply.Fraction(1.5), new Reply.Whole(2)))),
        List.of(Column.of("value", DataType.ARRAY)),
        List.of(List.of(List.of(1.5, 2L))));
    assertTells(
        rows(
            "XINFO",
            new Reply.Pairs(
                List.of(bulk("n"), new Reply.Whole(1), bulk("l"), items(bulk("a\"b"))))),
        List.of(Column.of("field", DataType.TEXT), Column.of("value", DataType.OTHER)),
        List.of(List.of("n", "1"), List.of("l", "[\"a\\\"b\"]")));
  }

  @Test
  void values_convert_without_loss_or_not_at_all() {
    Rows row = rows("MGET a", items(bulk("9223372036854775807")));
    row.next();

    assertThat(row.longAt(0)).isEqualTo(Long.MAX_VALUE);
    assertThat(row.value(0, Long.class)).isEqualTo(Long.MAX_VALUE);
    assertThat(row.decimal(0)).isEqualTo(new BigDecimal("9223372036854775807"));
    assertThatThrownBy(() -> row.intAt(0))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.code()).isEqualTo(CoreError.CONVERSION));
    assertThatThrownBy(() -> row.booleanAt(0)).isInstanceOf(Rejected.class);
    assertThatThrownBy(() -> row.index("nosuch"))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.code()).isEqualTo(CoreError.UNKNOWN_COLUMN));
  }

  @Test
  void no_more_rows_are_told_than_asked_for() {
    Rows cut = ReplyRows.of("LRANGE", List.of(), items(bulk("a"), bulk("b"), bulk("c")), 2);

    assertThat(cut.list(row -> row.text(0))).containsExactly("a", "b");
    assertThat(cut.truncated()).isTrue();
  }
}
