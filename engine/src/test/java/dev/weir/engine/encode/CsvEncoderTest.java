package dev.weir.engine.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Failed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CsvEncoderTest {
  @Test
  void everyTypeIsToldExactly() {
    List<CsvRecord> records = read(AllTypes.rows().encoded(new CsvEncoder()));

    Map<DataType, String> told = new EnumMap<>(DataType.class);
    for (DataType type : DataType.values()) {
      assertThat(records.get(0).getField(type.ordinal())).isEqualTo(type.name());
      told.put(type, records.get(1).getField(type.ordinal()));
      assertThat(records.get(2).getField(type.ordinal())).isEmpty();
    }
    assertThat(told)
        .containsEntry(DataType.BOOLEAN, "true")
        .containsEntry(DataType.INTEGER, "-9223372036854775808")
        .containsEntry(DataType.DECIMAL, AllTypes.HUGE.toPlainString())
        .containsEntry(DataType.FLOAT, "0.1")
        .containsEntry(DataType.TEXT, AllTypes.HARD_TEXT)
        .containsEntry(DataType.BINARY, "AP8B/g==")
        .containsEntry(DataType.TIMESTAMP_WITH_ZONE, "2026-03-29T02:30:00.5+05:30")
        .containsEntry(DataType.JSON, AllTypes.value(DataType.JSON).toString())
        .containsEntry(DataType.ARRAY, "[1,null,[\"x\",\"\\\"\"],2.50]")
        .containsEntry(DataType.MAP, "{\"k \\\"1\\\"\":\"NaN\",\"k2\":null,\"k3\":{}}");
  }

  @Test
  void nullAndTheEmptyTextDiffer() {
    List<Column> columns = List.of(Column.of("a", DataType.TEXT), Column.of("b", DataType.TEXT));

    String csv =
        ListRows.of(columns, Stream.of(Arrays.asList(null, ""), Arrays.asList("", null)))
            .encoded(new CsvEncoder());

    assertThat(csv).isEqualTo("a,b\r\n,\"\"\r\n\"\",\r\n");
  }

  @Test
  void onlyWhatNeedsQuotesHasThem() {
    String csv =
        ListRows.column(
                "a,b", DataType.TEXT, "plain text", "=1+1", "a,b", "say \"hi\"", "x\ny", "\\.")
            .encoded(new CsvEncoder());

    assertThat(csv)
        .isEqualTo(
            "\"a,b\"\r\nplain text\r\n=1+1\r\n\"a,b\"\r\n\"say \"\"hi\"\"\"\r\n\"x\ny\"\r\n\"\\.\"\r\n");
  }

  @Test
  void textsLongerThanABlockAreWhole() {
    String plain = "ü😀€x".repeat(50_000);
    String quoted = "ü\"😀\n€x".repeat(50_000);

    List<CsvRecord> records =
        read(ListRows.column("t", DataType.TEXT, plain, quoted, "b").encoded(new CsvEncoder()));

    assertThat(records.stream().map(record -> record.getField(0)))
        .containsExactly("t", plain, quoted, "b");
  }

  @Test
  void aSurrogateWithoutItsOtherHalfIsReplaced() {
    String csv = ListRows.column("t", DataType.TEXT, "a\ud83db").encoded(new CsvEncoder());

    assertThat(csv).isEqualTo("t\r\na\ufffdb\r\n");
  }

  @Test
  void aBrokenResultEndsWithinAnOpenQuote() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> new CsvEncoder().encode(ListRows.lostAfter(10_000), out))
        .isInstanceOf(Failed.class);

    String csv = out.toString(StandardCharsets.UTF_8);
    assertThat(csv).endsWith("9999,row 9999\r\n\"");
    assertThat(csv.chars().filter(c -> c == '"').count() % 2).isOne();
  }

  private static List<CsvRecord> read(String csv) {
    return CsvReader.builder().maxBufferSize(1 << 24).ofCsvRecord(csv).stream().toList();
  }
}
