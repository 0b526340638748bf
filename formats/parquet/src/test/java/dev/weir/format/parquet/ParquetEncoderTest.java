package dev.weir.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.engine.encode.AllTypes;
import dev.weir.engine.encode.Encoders;
import dev.weir.engine.encode.ListRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read by DuckDB, which shares no code with what writes. */
class ParquetEncoderTest {
  private final ParquetEncoder encoder = new ParquetEncoder();
  @TempDir Path folder;

  @Test
  void theFormatIsFoundByNameAndMediaType() {
    assertThat(Encoders.installed().named("parquet")).containsInstanceOf(ParquetEncoder.class);
    assertThat(Encoders.installed().mediaType("application/vnd.apache.parquet"))
        .containsInstanceOf(ParquetEncoder.class);
  }

  @Test
  void everyTypeIsToldExactly() {
    byte[] file = AllTypes.rows().octets(encoder);
    String columns =
        """
        select "BOOLEAN", "INTEGER", "DECIMAL", "FLOAT", hex("BINARY"), "DATE", "TIME", "TIME_WITH_ZONE",
               epoch_us("TIMESTAMP"), epoch_us("TIMESTAMP_WITH_ZONE"), "INTERVAL", "UUID", "JSON", "ARRAY", "MAP", "OTHER"
        """;

    List<List<String>> rows = DuckDb.ask(file, columns + "from file");

    assertThat(rows.get(0))
        .containsExactly(
            "true",
            Long.toString(Long.MIN_VALUE),
            AllTypes.HUGE.toPlainString(),
            "0.1",
            "00FF01FE",
            "2024-02-29",
            "23:59",
            "10:15:30.000001+02:00",
            "-1",
            "1774731600500000",
            "P1Y2M3DT4H",
            "00000000-0000-4000-8000-0000000000ff",
            String.valueOf(AllTypes.value(DataType.JSON)),
            "[1, null, [\"x\",\"\\\"\"], 2.50]",
            "{\"k \\\"1\\\"\":\"NaN\",\"k2\":null,\"k3\":{}}",
            "(1,2)");
    assertThat(rows.get(1)).containsOnly("null");
    assertThat(DuckDb.ask(file, "select \"TEXT\" from file"))
        .containsExactly(List.of(AllTypes.HARD_TEXT), List.of("null"));
  }

  @Test
  void columnsCarryTheirLogicalTypes() {
    byte[] file = AllTypes.rows().octets(encoder);

    List<List<String>> types =
        DuckDb.ask(file, "select column_name, column_type from (describe select * from file)");

    assertThat(types)
        .contains(
            List.of("INTEGER", "BIGINT"),
            List.of("DATE", "DATE"),
            List.of("TIME", "TIME"),
            List.of("TIMESTAMP", "TIMESTAMP"),
            List.of("TIMESTAMP_WITH_ZONE", "TIMESTAMP WITH TIME ZONE"),
            List.of("UUID", "UUID"),
            List.of("JSON", "JSON"),
            List.of("BINARY", "BLOB"),
            List.of("ARRAY", "VARCHAR[]"));
  }

  @Test
  void decimalsAreExactInTheScaleOfTheFirstRows() {
    byte[] file =
        ListRows.column(
                "d",
                DataType.DECIMAL,
                new BigDecimal("1.5"),
                new BigDecimal("-1E+3"),
                new BigDecimal("0.001"),
                new BigDecimal("-99999999999999999999999999999999999.999"))
            .octets(encoder);

    assertThat(DuckDb.ask(file, "select typeof(d), d from file"))
        .containsExactly(
            List.of("DECIMAL(38,3)", "1.500"),
            List.of("DECIMAL(38,3)", "-1000.000"),
            List.of("DECIMAL(38,3)", "0.001"),
            List.of("DECIMAL(38,3)", "-99999999999999999999999999999999999.999"));
  }

  @Test
  void listsKeepNullsAndWhatIsEmpty() {
    byte[] file =
        ListRows.column("a", DataType.ARRAY, Arrays.asList(1L, null, 3L), List.of(), null)
            .octets(encoder);

    assertThat(DuckDb.ask(file, "select typeof(a), a::varchar from file"))
        .containsExactly(
            List.of("BIGINT[]", "[1, NULL, 3]"),
            List.of("BIGINT[]", "[]"),
            List.of("BIGINT[]", "null"));
  }

  @Test
  void columnsOfOneNameAreToldApart() {
    List<Column> columns =
        List.of(
            Column.of("a", DataType.INTEGER),
            Column.of("a", DataType.INTEGER),
            Column.of("", DataType.INTEGER));

    byte[] file = ListRows.of(columns, Stream.of(List.of(1L, 2L, 3L))).octets(encoder);

    assertThat(DuckDb.ask(file, "select a, a_2, \"column\" from file"))
        .containsExactly(List.of("1", "2", "3"));
  }

  @Test
  void noRowsStillHaveTheirColumns() {
    byte[] file = ListRows.column("a", DataType.TEXT).octets(encoder);

    assertThat(DuckDb.ask(file, "select count(a) from file")).containsExactly(List.of("0"));
  }

  @Test
  void whatDoesNotFitIsRefusedAndNeverRounded() {
    Object[] numbers = new Object[2_000];
    Arrays.fill(numbers, new BigDecimal("1.50"));
    numbers[1_999] = new BigDecimal("1.505");
    Map<DataType, Object> values =
        Map.of(
            DataType.DECIMAL, Double.NaN,
            DataType.DATE, "infinity",
            DataType.TIME, "24:00:00",
            DataType.TIMESTAMP, LocalDateTime.MAX,
            DataType.TIMESTAMP_WITH_ZONE, "-infinity");

    refused(ListRows.column("c", DataType.DECIMAL, numbers));
    refused(ListRows.column("c", DataType.DATE, LocalDate.MAX));
    values.forEach((type, value) -> refused(ListRows.column("c", type, value)));
    assertThatThrownBy(() -> ListRows.of(List.of(), Stream.of()).octets(encoder))
        .isInstanceOf(Rejected.class);
  }

  private void refused(ListRows rows) {
    assertThatThrownBy(() -> rows.octets(encoder))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.code().id()).isEqualTo("WEIR-012"))
        .hasMessageContaining("column c");
  }

  @Test
  void readersRefuseABrokenResult() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> encoder.encode(ListRows.lostAfter(5_000_000), out))
        .isInstanceOf(Failed.class);

    assertThat(out.size()).isPositive();
    assertThatThrownBy(() -> DuckDb.ask(out.toByteArray(), "select * from file"))
        .hasMessageContaining("magic bytes");
  }

  @Test
  void aResultThatFailsEarlyWritesNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> encoder.encode(ListRows.lostAfter(3), out)).isInstanceOf(Failed.class);

    assertThat(out.size()).isZero();
  }

  @Test
  void aMillionRowsPassThroughASmallHeap() throws Exception {
    Path file = folder.resolve("many.parquet");

    run("-Xmx48m", ManyRows.class.getName(), file.toString());

    assertThat(
            DuckDb.ask(
                file,
                "select count(*), sum(n), count(distinct hash), count(*) filter (t = 'row ' || hash) from file"))
        .containsExactly(List.of("1000000", "499999500000", "1000000", "1000000"));
    assertThat(DuckDb.ask(file, "select max(row_group_id) > 0 from parquet_metadata(file)"))
        .containsExactly(List.of("true"));
  }

  @Test
  void nothingOfParquetIsLoadedBeforeItIsUsed() throws Exception {
    Path log = folder.resolve("classes");

    run("-Xlog:class+load:file=" + log, Installed.class.getName());

    assertThat(Files.readString(log))
        .contains("dev.weir.format.parquet.ParquetEncoder")
        .doesNotContain("org.apache.parquet");
  }

  private static void run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
  }
}
