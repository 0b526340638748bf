package dev.weir.format.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.DataType;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.engine.encode.AllTypes;
import dev.weir.engine.encode.Encoders;
import dev.weir.engine.encode.ListRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;

class ArrowEncoderTest {
  @Test
  void theFormatIsFoundByNameAndMediaType() {
    Encoders encoders = Encoders.installed();

    assertThat(encoders.named("arrow")).containsInstanceOf(ArrowEncoder.class);
    assertThat(encoders.mediaType("application/vnd.apache.arrow.stream"))
        .containsInstanceOf(ArrowEncoder.class);
  }

  @Test
  void everyTypeIsToldExactly() throws IOException {
    Map<String, List<Object>> columns = read(AllTypes.rows().octets(new ArrowEncoder()));

    assertThat(columns.values()).allMatch(values -> values.size() == 2 && values.get(1) == null);
    assertThat(first(columns, DataType.BOOLEAN)).isEqualTo(true);
    assertThat(first(columns, DataType.INTEGER)).isEqualTo(Long.MIN_VALUE);
    assertThat(first(columns, DataType.DECIMAL)).isEqualTo(AllTypes.HUGE);
    assertThat(first(columns, DataType.FLOAT)).isEqualTo(0.1);
    assertThat(first(columns, DataType.TEXT)).hasToString(AllTypes.HARD_TEXT);
    assertThat(first(columns, DataType.BINARY)).isEqualTo(new byte[] {0, -1, 1, -2});
    assertThat(first(columns, DataType.DATE))
        .isEqualTo((int) LocalDate.of(2024, 2, 29).toEpochDay());
    assertThat(first(columns, DataType.TIME)).isEqualTo(LocalTime.of(23, 59).toNanoOfDay());
    assertThat(first(columns, DataType.TIME_WITH_ZONE)).hasToString("10:15:30.000001+02:00");
    assertThat(first(columns, DataType.TIMESTAMP))
        .isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));
    assertThat(first(columns, DataType.TIMESTAMP_WITH_ZONE))
        .isEqualTo(
            OffsetDateTime.parse("2026-03-29T02:30:00.5+05:30").toInstant().toEpochMilli() * 1000);
    assertThat(first(columns, DataType.INTERVAL)).hasToString("P1Y2M3DT4H");
    assertThat(first(columns, DataType.UUID))
        .isEqualTo(new byte[] {0, 0, 0, 0, 0, 0, 0x40, 0, -128, 0, 0, 0, 0, 0, 0, -1});
    assertThat(first(columns, DataType.JSON)).hasToString((String) AllTypes.value(DataType.JSON));
    assertThat(first(columns, DataType.ARRAY))
        .hasToString("[\"1\",null,\"[\\\"x\\\",\\\"\\\\\\\"\\\"]\",\"2.50\"]");
    assertThat(first(columns, DataType.MAP))
        .hasToString("{\"k \\\"1\\\"\":\"NaN\",\"k2\":null,\"k3\":{}}");
    assertThat(first(columns, DataType.OTHER)).hasToString("(1,2)");
  }

  @Test
  void manyBatchesAreOneResult() throws IOException {
    Object[] numbers = new Object[5_000];
    Arrays.setAll(numbers, n -> n % 7 == 0 ? null : (Object) (long) n);

    Map<String, List<Object>> columns =
        read(ListRows.column("n", DataType.INTEGER, numbers).octets(new ArrowEncoder()));

    assertThat(columns.get("n")).containsExactly(numbers);
  }

  @Test
  void arraysOfNumbersAreListsOfNumbers() throws IOException {
    Object[] lists = {
      List.of(1L, 2L),
      null,
      List.of(),
      Arrays.asList(3L, null),
      Arrays.asList(null, null),
      List.of(4L)
    };

    Map<String, List<Object>> columns =
        read(ListRows.column("a", DataType.ARRAY, lists).octets(new ArrowEncoder()));

    assertThat(columns.get("a")).containsExactly(lists);
  }

  @Test
  void decimalsGetTheScaleOfTheFirstBatch() throws IOException {
    ListRows rows =
        ListRows.column(
            "d",
            DataType.DECIMAL,
            new BigDecimal("1.5"),
            new BigDecimal("-1E+3"),
            new BigDecimal("0.001"));

    Map<String, List<Object>> columns = read(rows.octets(new ArrowEncoder()));

    assertThat(columns.get("d"))
        .containsExactly(
            new BigDecimal("1.500"), new BigDecimal("-1000.000"), new BigDecimal("0.001"));
  }

  @Test
  void noRowsStillHaveTheirColumns() throws IOException {
    assertThat(read(ListRows.column("a", DataType.TEXT).octets(new ArrowEncoder())))
        .isEqualTo(Map.of("a", List.of()));
  }

  @Test
  void aDecimalThatNoLongerFitsIsRefusedAndNeverRounded() {
    Object[] numbers = new Object[2_000];
    Arrays.fill(numbers, new BigDecimal("1.50"));
    numbers[1_999] = new BigDecimal("1.505");
    ListRows rows = ListRows.column("d", DataType.DECIMAL, numbers);

    assertThatThrownBy(() -> rows.octets(new ArrowEncoder()))
        .isInstanceOfSatisfying(
            Rejected.class, e -> assertThat(e.code().id()).isEqualTo("WEIR-012"));
  }

  @Test
  void whatArrowCannotHoldIsRefused() {
    Map<DataType, Object> values =
        Map.of(
            DataType.DECIMAL, Double.NaN,
            DataType.DATE, "infinity",
            DataType.TIME, "24:00:00",
            DataType.TIMESTAMP, LocalDateTime.MAX,
            DataType.TIMESTAMP_WITH_ZONE, "-infinity");

    values.forEach((type, value) ->
        assertThatThrownBy(() -> ListRows.column("c", type, value).octets(new ArrowEncoder()))
            .isInstanceOf(Rejected.class)
            .hasMessageContaining("column c"));
  }

  @Test
  void readersRefuseABrokenResult() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> new ArrowEncoder().encode(ListRows.lostAfter(5_000), out))
        .isInstanceOf(Failed.class);

    assertThat(out.size()).isPositive();
    assertThatThrownBy(() -> read(out.toByteArray())).isInstanceOf(IOException.class);
  }

  @Test
  void aResultThatFailsEarlyWritesNothing() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    assertThatThrownBy(() -> new ArrowEncoder().encode(ListRows.lostAfter(3), out))
        .isInstanceOf(Failed.class);

    assertThat(out.size()).isZero();
  }

  private static Object first(Map<String, List<Object>> columns, DataType type) {
    return columns.getOrDefault(type.name(), List.of()).get(0);
  }

  private static Map<String, List<Object>> read(byte[] stream) throws IOException {
    Map<String, List<Object>> columns = new LinkedHashMap<>();
    try (RootAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(new ByteArrayInputStream(stream), allocator)) {
      reader
          .getVectorSchemaRoot()
          .getSchema()
          .getFields()
          .forEach(field -> columns.put(field.getName(), new ArrayList<>()));
      while (reader.loadNextBatch()) {
        for (FieldVector vector : reader.getVectorSchemaRoot().getFieldVectors()) {
          for (int i = 0; i < vector.getValueCount(); i++) {
            columns
                .computeIfAbsent(vector.getName(), name -> new ArrayList<>())
                .add(vector.getObject(i));
          }
        }
      }
    }
    return columns;
  }
}
