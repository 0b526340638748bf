package dev.weir.format.arrow;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.engine.encode.JsonPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/**
 * How one column becomes Arrow's.
 *
 * @param filler makes what fills a vector of this field
 */
record Vector(Field field, Function<FieldVector, Filler> filler) {
  private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
  private static final String EXTENSION = "ARROW:extension:name";
  private static final int NARROW = 38;
  private static final int WIDE = 76;

  /** Puts a value at its place. */
  @FunctionalInterface
  interface Filler {
    void set(int index, Object value);
  }

  /** For a column, as the values of its first batch suggest. */
  static Vector of(Column column, List<Object> sample) {
    String name = column.name();
    return switch (column.type()) {
      case BOOLEAN, INTEGER, FLOAT, DATE -> scalar(name, column.type());
      case DECIMAL -> decimal(name, sample);
      case TEXT, INTERVAL, TIME_WITH_ZONE, OTHER -> new Vector(field(name, TEXT), Vector::texts);
      case JSON, MAP -> new Vector(extension(name, TEXT, "arrow.json"), Vector::texts);
      case UUID ->
          new Vector(
              extension(name, new ArrowType.FixedSizeBinary(16), "arrow.uuid"), Vector::uuids);
      case BINARY -> new Vector(field(name, ArrowType.Binary.INSTANCE), Vector::binaries);
      case TIME ->
          new Vector(
              field(name, new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
              vector -> times(vector, name));
      case TIMESTAMP ->
          new Vector(
              field(name, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
              vector -> timestamps(vector, name));
      case TIMESTAMP_WITH_ZONE ->
          new Vector(
              field(name, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
              vector -> timestamps(vector, name));
      case ARRAY -> list(name, sample);
    };
  }

  private static Vector scalar(String name, DataType type) {
    ArrowType arrow =
        switch (type) {
          case BOOLEAN -> ArrowType.Bool.INSTANCE;
          case INTEGER -> new ArrowType.Int(64, true);
          case FLOAT -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
          case DATE -> new ArrowType.Date(DateUnit.DAY);
          default -> TEXT;
        };
    return new Vector(field(name, arrow), vector -> scalars(vector, name));
  }

  private static Filler scalars(FieldVector vector, String name) {
    return switch (vector) {
      case BitVector bits -> (i, value) -> bits.setSafe(i, as(Boolean.class, value, name) ? 1 : 0);
      case BigIntVector longs -> (i, value) -> longs.setSafe(i, as(Long.class, value, name));
      case Float8Vector doubles -> (i, value) -> doubles.setSafe(i, as(Double.class, value, name));
      case DateDayVector days ->
          (i, value) -> days.setSafe(i, (int) as(LocalDate.class, value, name).toEpochDay());
      default -> texts(vector);
    };
  }

  private static Vector decimal(String name, List<Object> sample) {
    int scale = 0;
    int whole = 0;
    for (Object value : sample) {
      BigDecimal number = as(BigDecimal.class, value, name);
      scale = Math.max(scale, number.scale());
      whole = Math.max(whole, number.precision() - number.scale());
    }
    int width = whole + scale <= NARROW ? NARROW : WIDE;
    int places = Math.min(scale, width);
    return new Vector(
        field(name, new ArrowType.Decimal(width, places, width == NARROW ? 128 : 256)),
        vector ->
            (i, value) -> {
              BigDecimal number = fitting(as(BigDecimal.class, value, name), width, places, name);
              if (vector instanceof DecimalVector narrow) {
                narrow.setSafe(i, number);
              } else if (vector instanceof Decimal256Vector wide) {
                wide.setSafe(i, number);
              }
            });
  }

  private static BigDecimal fitting(BigDecimal number, int width, int places, String name) {
    if (number.stripTrailingZeros().scale() > places
        || number.precision() - number.scale() + places > width) {
      throw unfit(name, "decimal(" + width + ", " + places + ")");
    }
    return number.setScale(places);
  }

  private static Filler texts(FieldVector vector) {
    VarCharVector texts = (VarCharVector) vector;
    JsonPrinter json = new JsonPrinter();
    return (i, value) -> texts.setSafe(i, text(json, value).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(JsonPrinter json, Object value) {
    try {
      return switch (value) {
        case OffsetTime time -> DateTimeFormatter.ISO_OFFSET_TIME.format(time);
        case List<?> elements -> json.text(elements);
        case Map<?, ?> fields -> json.text(fields);
        default -> value.toString();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Filler uuids(FieldVector vector) {
    FixedSizeBinaryVector uuids = (FixedSizeBinaryVector) vector;
    return (i, value) -> {
      UUID uuid = (UUID) value;
      byte[] octets =
          ByteBuffer.allocate(16)
              .putLong(uuid.getMostSignificantBits())
              .putLong(uuid.getLeastSignificantBits())
              .array();
      uuids.setSafe(i, octets);
    };
  }

  private static Filler binaries(FieldVector vector) {
    VarBinaryVector binaries = (VarBinaryVector) vector;
    return (i, value) -> binaries.setSafe(i, (byte[]) value);
  }

  private static Filler times(FieldVector vector, String name) {
    TimeNanoVector times = (TimeNanoVector) vector;
    return (i, value) -> times.setSafe(i, as(LocalTime.class, value, name).toNanoOfDay());
  }

  private static Filler timestamps(FieldVector vector, String name) {
    TimeStampVector timestamps = (TimeStampVector) vector;
    return (i, value) -> timestamps.setSafe(i, microseconds(value, name));
  }

  private static long microseconds(Object value, String name) {
    OffsetDateTime time =
        value instanceof LocalDateTime local
            ? local.atOffset(ZoneOffset.UTC)
            : as(OffsetDateTime.class, value, name);
    if (time.getNano() % 1_000 != 0) {
      throw unfit(name, "timestamp[us]");
    }
    try {
      return Math.addExact(
          Math.multiplyExact(time.toEpochSecond(), 1_000_000), time.getNano() / 1_000);
    } catch (ArithmeticException e) {
      throw unfit(name, "timestamp[us]");
    }
  }

  private static Vector list(String name, List<Object> sample) {
    List<?> elements =
        sample.stream()
            .flatMap(value -> ((List<?>) value).stream().filter(Objects::nonNull))
            .toList();
    DataType type =
        elements.isEmpty()
            ? DataType.TEXT
            : List.of(DataType.INTEGER, DataType.FLOAT, DataType.BOOLEAN, DataType.DATE).stream()
                .filter(candidate -> elements.stream().allMatch(candidate.javaType()::isInstance))
                .findFirst()
                .orElse(DataType.TEXT);
    Field element = scalar("item", type).field();
    Field list = new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
    return new Vector(list, vector -> lists((ListVector) vector, name));
  }

  private static Filler lists(ListVector lists, String name) {
    Filler elements = scalars(lists.getDataVector(), name);
    return (i, value) -> {
      List<?> list = (List<?>) value;
      int start = lists.startNewValue(i);
      for (int n = 0; n < list.size(); n++) {
        Object element = list.get(n);
        if (element != null) {
          elements.set(start + n, element);
        }
      }
      lists.endValue(i, list.size());
    };
  }

  private static <T> T as(Class<T> type, Object value, String name) {
    if (!type.isInstance(value)) {
      throw unfit(name, type.getSimpleName());
    }
    return type.cast(value);
  }

  private static Rejected unfit(String name, String type) {
    return Rejected.because(
        CoreError.CONVERSION,
        "A value of column "
            + name
            + " does not fit "
            + type
            + " without loss; cast the column in the statement.");
  }

  private static Field field(String name, ArrowType type) {
    return new Field(name, FieldType.nullable(type), null);
  }

  private static Field extension(String name, ArrowType type, String extension) {
    return new Field(name, new FieldType(true, type, null, Map.of(EXTENSION, extension)), null);
  }
}
