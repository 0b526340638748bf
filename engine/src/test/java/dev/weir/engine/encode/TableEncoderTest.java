package dev.weir.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.engine.encode.TableEncoder.Style;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableEncoderTest {
  private static final List<Column> COLUMNS =
      List.of(Column.of("id", DataType.INTEGER), Column.of("name", DataType.TEXT));

  @Test
  void aBoxIsDrawnAroundAlignedColumns() {
    ListRows rows =
        ListRows.of(COLUMNS, Stream.of(Arrays.asList(1L, "Anna"), Arrays.asList(-100L, null)));

    assertThat(rows.encoded(new TableEncoder()))
        .isEqualTo(
            """
            ┌──────┬────────┐
            │   id │ name   │
            ├──────┼────────┤
            │    1 │ Anna   │
            │ -100 │ <null> │
            └──────┴────────┘
            (2 rows)
            """);
  }

  @Test
  void plainTablesAreAscii() {
    ListRows rows =
        ListRows.of(COLUMNS, Stream.of(Arrays.asList(1L, "Anna"), Arrays.asList(null, "B")));

    assertThat(rows.cutOff().encoded(new TableEncoder(Style.PLAIN, 10, 20, "-")))
        .isEqualTo(
            """
             id | name
            ----+------
              1 | Anna
              - | B
            (2 rows, cut off there; more follow)
            """);
  }

  @Test
  void wideCharactersAndEmojiFillTwoCells() {
    assertThat(
            Stream.of("abc", "日本", "😀", "👩‍👩‍👧", "🇩🇪", "e\u0301", "❤️", "ﾊﾛ", "한글", "\u200b")
                .map(DisplayWidth::of))
        .containsExactly(3, 4, 2, 2, 2, 1, 2, 2, 4, 0);
  }

  @Test
  void longValuesAreCutAtWholeCharacters() {
    String table =
        ListRows.column("t", DataType.TEXT, "12345", "123456", "日本日本", "👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧")
            .encoded(new TableEncoder(Style.PLAIN, 10, 5, "-"));

    assertThat(table.lines())
        .containsExactly(
            " t", "-------", " 12345", " 1234…", " 日本…", " 👩‍👩‍👧👩‍👩‍👧…", "(4 rows)");
  }

  @Test
  void noValueSteersTheTerminal() {
    String table =
        ListRows.column("t", DataType.TEXT, "a\nb\u001b[31m\u0085\u202e\u007f")
            .encoded(new TableEncoder(Style.PLAIN, 10, 50, "-"));

    assertThat(table.lines()).contains(" a␊b␛[31m��␡");
  }

  @Test
  void laterRowsDoNotMoveTheColumns() {
    ListRows rows =
        ListRows.of(
            COLUMNS,
            Stream.of(List.of(1L, "a"), List.of(2L, "b"), List.of(3000L, "c"), List.of(4L, "d")));

    assertThat(rows.encoded(new TableEncoder(Style.PLAIN, 2, 10, "-")).lines())
        .containsExactly(
            " id | name", "----+------", "  1 | a", "  2 | b", " 3000 | c", "  4 | d", "(4 rows)");
  }

  @Test
  void everyTypeCanBeShown() {
    String table = AllTypes.rows().encoded(new TableEncoder());

    assertThat(table)
        .contains("2026-03-29T02:30:00.5+05:30", "AP8B/g==", "[1,null,[\"x\",\"\\\"\"],2.50]")
        .endsWith("(2 rows)\n");
  }

  @Test
  void aTableWithoutWidthIsRefused() {
    assertThatThrownBy(() -> new TableEncoder(Style.BOX, 1, 0, "")).isInstanceOf(Rejected.class);
  }
}
