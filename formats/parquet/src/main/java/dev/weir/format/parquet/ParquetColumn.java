package dev.weir.format.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit.MICROS;
import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.jsonType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import dev.weir.api.DataType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * How one column becomes Parquet's.
 *
 * @param cell writes a value that is not null
 */
record ParquetColumn(Type type, Cell cell) {
  private static final int DIGITS = 38;
  private static final int DECIMAL_BYTES = 16;
  private static final List<DataType> ELEMENTS =
      List.of(DataType.INTEGER, DataType.FLOAT, DataType.BOOLEAN, DataType.DATE);

  /** Writes a value. */
  @FunctionalInterface
  interface Cell {
    void write(RecordConsumer to, Object value);
  }

  /** For a column, as the values of its first rows suggest. */
  static ParquetColumn of(String name, DataType type, List<Object> sample) {
    Values values = new Values(name);
    return switch (type) {
      case BOOLEAN ->
          new ParquetColumn(
              Types.optional(BOOLEAN).named(name),
              (to, value) -> to.addBoolean(values.as(Boolean.class, value)));
      case INTEGER ->
          new ParquetColumn(
              Types.optional(INT64).named(name),
              (to, value) -> to.addLong(values.as(Long.class, value)));
      case FLOAT ->
          new ParquetColumn(
              Types.optional(DOUBLE).named(name),
              (to, value) -> to.addDouble(values.as(Double.class, value)));
      case DECIMAL -> decimal(name, values, sample);
      case TEXT, INTERVAL, TIME_WITH_ZONE, OTHER ->
          new ParquetColumn(Types.optional(BINARY).as(stringType()).named(name), values::text);
      case JSON, MAP ->
          new ParquetColumn(Types.optional(BINARY).as(jsonType()).named(name), values::text);
      case BINARY ->
          new ParquetColumn(
              Types.optional(BINARY).named(name),
              (to, value) -> to.addBinary(Binary.fromConstantByteArray((byte[]) value)));
      case UUID ->
          new ParquetColumn(
              Types.optional(FIXED_LEN_BYTE_ARRAY).length(16).as(uuidType()).named(name),
              (to, value) -> to.addBinary(Values.octets(values.as(UUID.class, value))));
      case DATE ->
          new ParquetColumn(
              Types.optional(INT32).as(dateType()).named(name),
              (to, value) -> to.addInteger(values.days(value)));
      case TIME ->
          new ParquetColumn(
              Types.optional(INT64).as(timeType(false, MICROS)).named(name),
              (to, value) -> to.addLong(values.microsOfDay(value)));
      case TIMESTAMP ->
          new ParquetColumn(
              Types.optional(INT64).as(timestampType(false, MICROS)).named(name),
              (to, value) -> to.addLong(values.micros(value)));
      case TIMESTAMP_WITH_ZONE ->
          new ParquetColumn(
              Types.optional(INT64).as(timestampType(true, MICROS)).named(name),
              (to, value) -> to.addLong(values.micros(value)));
      case ARRAY -> list(name, sample);
    };
  }

  private static ParquetColumn decimal(String name, Values values, List<Object> sample) {
    int scale = 0;
    int whole = 0;
    for (Object value : sample) {
      BigDecimal number = values.as(BigDecimal.class, value);
      scale = Math.max(scale, number.scale());
      whole = Math.max(whole, number.precision() - number.scale());
    }
    if (whole + scale > DIGITS) {
      return new ParquetColumn(
          Types.optional(BINARY).as(stringType()).named(name),
          (to, value) ->
              to.addBinary(Binary.fromString(values.as(BigDecimal.class, value).toPlainString())));
    }
    int places = scale;
    return new ParquetColumn(
        Types.optional(FIXED_LEN_BYTE_ARRAY)
            .length(DECIMAL_BYTES)
            .as(decimalType(places, DIGITS))
            .named(name),
        (to, value) -> to.addBinary(values.unscaled(value, DIGITS, places, DECIMAL_BYTES)));
  }

  /** A list of what all elements are, else of text. */
  private static ParquetColumn list(String name, List<Object> sample) {
    List<?> elements =
        sample.stream()
            .flatMap(value -> ((List<?>) value).stream().filter(Objects::nonNull))
            .toList();
    DataType type =
        ELEMENTS.stream()
            .filter(candidate -> !elements.isEmpty())
            .filter(candidate -> elements.stream().allMatch(candidate.javaType()::isInstance))
            .findFirst()
            .orElse(DataType.TEXT);
    ParquetColumn element = of("element", type, List.of());
    return new ParquetColumn(
        Types.optionalList().element(element.type()).named(name),
        (to, value) -> elements(to, (List<?>) value, element));
  }

  private static void elements(RecordConsumer to, List<?> values, ParquetColumn element) {
    to.startGroup();
    if (!values.isEmpty()) {
      to.startField("list", 0);
      for (Object value : values) {
        to.startGroup();
        if (value != null) {
          to.startField("element", 0);
          element.cell().write(to, value);
          to.endField("element", 0);
        }
        to.endGroup();
      }
      to.endField("list", 0);
    }
    to.endGroup();
  }
}
