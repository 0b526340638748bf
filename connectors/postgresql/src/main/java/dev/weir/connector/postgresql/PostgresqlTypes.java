package dev.weir.connector.postgresql;

import dev.weir.api.DataType;
import dev.weir.connector.jdbc.CommonTypes;
import dev.weir.spi.Values;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGbytea;
import org.postgresql.util.PGobject;

/** PostgreSQL's types in the common type system, and back. */
final class PostgresqlTypes {
  private static final DateTimeFormatter MOMENT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendOffset("+HH:mm:ss", "+00")
          .toFormatter(Locale.ROOT);

  private PostgresqlTypes() {}

  static DataType of(String name, int jdbcType) {
    return switch (name) {
      case "bool" -> DataType.BOOLEAN;
      case "int2", "int4", "int8", "serial", "bigserial", "smallserial", "oid" -> DataType.INTEGER;
      case "numeric" -> DataType.DECIMAL;
      case "float4", "float8" -> DataType.FLOAT;
      case "bytea" -> DataType.BINARY;
      case "date" -> DataType.DATE;
      case "time" -> DataType.TIME;
      case "timetz" -> DataType.TIME_WITH_ZONE;
      case "timestamp" -> DataType.TIMESTAMP;
      case "timestamptz" -> DataType.TIMESTAMP_WITH_ZONE;
      case "interval" -> DataType.INTERVAL;
      case "uuid" -> DataType.UUID;
      case "json", "jsonb" -> DataType.JSON;
      case "money", "bit", "varbit", "xml", "tsvector", "tsquery" -> DataType.OTHER;
      case "name", "text", "varchar", "bpchar", "char", "unknown" -> DataType.TEXT;
      default ->
          jdbcType == Types.ARRAY || name.startsWith("_")
              ? DataType.ARRAY
              : jdbcType == Types.VARCHAR ? DataType.TEXT : DataType.OTHER;
    };
  }

  static @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    return switch (type) {
      case DECIMAL -> decimal(rows, column);
      case DATE -> infinite(rows, column, LocalDate.class);
      case TIMESTAMP -> infinite(rows, column, LocalDateTime.class);
      case TIMESTAMP_WITH_ZONE -> infinite(rows, column, OffsetDateTime.class);
      case INTERVAL -> interval(rows.getString(column));
      case ARRAY -> array(rows.getArray(column));
      case UUID -> rows.getObject(column, UUID.class);
      default -> CommonTypes.read(rows, column, type);
    };
  }

  /**
   * True when the server prints values of the type as the common type system tells them, or nearly.
   */
  static boolean printedAlike(DataType type) {
    return switch (type) {
      case INTEGER, DECIMAL, TEXT, UUID, JSON, OTHER, DATE, TIMESTAMP, TIMESTAMP_WITH_ZONE -> true;
      case BOOLEAN, FLOAT, BINARY, TIME, TIME_WITH_ZONE, INTERVAL, ARRAY, MAP -> false;
    };
  }

  /** The text of a value from what came over the wire as text; the driver tells it as it came. */
  static byte @Nullable [] utf8(ResultSet rows, int column, DataType type) throws SQLException {
    byte[] text = rows.getBytes(column);
    if (text == null) {
      return null;
    }
    byte[] told =
        switch (type) {
          case DATE -> IsoText.date(text);
          case TIMESTAMP -> IsoText.moment(text, false);
          case TIMESTAMP_WITH_ZONE -> IsoText.moment(text, true);
          default -> text;
        };
    return told != null
        ? told
        : Values.toText(Objects.requireNonNull(read(rows, column, type)))
            .getBytes(StandardCharsets.UTF_8);
  }

  /** NaN and the infinities of numeric have no exact number; they are told as doubles. */
  private static @Nullable Object decimal(ResultSet rows, int column) throws SQLException {
    String text = rows.getString(column);
    return text == null ? null : number(text);
  }

  /** The driver writes what it got in binary with an exponent, and what it got as text without. */
  private static Object number(String text) {
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal number = new BigDecimal(text);
        yield number.scale() < 0 ? number.setScale(0) : number;
      }
    };
  }

  /**
   * The driver tells infinity as the last moment of the class, which is kept; what it cannot hold
   * is told as text.
   */
  private static @Nullable Object infinite(ResultSet rows, int column, Class<?> type)
      throws SQLException {
    try {
      return rows.getObject(column, type);
    } catch (java.time.DateTimeException e) {
      return rows.getString(column);
    }
  }

  /** Told in ISO 8601, whatever the server's {@code IntervalStyle}; infinity stays as it is. */
  private static @Nullable String interval(@Nullable String text) throws SQLException {
    return text == null || text.endsWith("infinity") ? text : iso(new PGInterval(text));
  }

  private static String iso(PGInterval span) {
    StringBuilder date = new StringBuilder("P");
    part(date, span.getYears(), "Y");
    part(date, span.getMonths(), "M");
    part(date, span.getDays(), "D");
    StringBuilder time = new StringBuilder();
    part(time, span.getHours(), "H");
    part(time, span.getMinutes(), "M");
    BigDecimal seconds =
        BigDecimal.valueOf(span.getWholeSeconds())
            .add(BigDecimal.valueOf(span.getMicroSeconds(), 6))
            .stripTrailingZeros();
    if (seconds.signum() != 0 || date.length() == 1 && time.isEmpty()) {
      time.append(seconds.toPlainString()).append('S');
    }
    return time.isEmpty() ? date.toString() : date.append('T').append(time).toString();
  }

  private static void part(StringBuilder text, int amount, String unit) {
    if (amount != 0) {
      text.append(amount).append(unit);
    }
  }

  private static @Nullable Object array(@Nullable Array array) throws SQLException {
    return array == null
        ? null
        : ArrayText.parse(array.toString(), array.getBaseTypeName(), PostgresqlTypes::element);
  }

  /** An element of an array from the text in which the server prints it. */
  private static Object element(String text, String type) throws SQLException {
    try {
      return switch (of(type, Types.OTHER)) {
        case BOOLEAN -> text.equals("t") || text.equals("true");
        case INTEGER -> Long.valueOf(text);
        case DECIMAL -> number(text);
        case FLOAT -> Double.valueOf(text);
        case BINARY -> PGbytea.toBytes(text.getBytes(StandardCharsets.US_ASCII));
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
        case TIMESTAMP_WITH_ZONE -> OffsetDateTime.parse(text, MOMENT);
        case INTERVAL -> Objects.requireNonNull(interval(text));
        case UUID -> UUID.fromString(text);
        default -> text;
      };
    } catch (DateTimeParseException e) {
      return text;
    }
  }

  static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case UUID id -> statement.setObject(index, id);
      case String text -> text(statement, index, text);
      case List<?> list -> statement.setObject(index, array(list));
      case Map<?, ?> map -> statement.setObject(index, map, Types.OTHER);
      case null -> statement.setNull(index, Types.NULL);
      default -> {
        if (!CommonTypes.bind(statement, index, value)) {
          throw CommonTypes.unknown(index, value);
        }
      }
    }
  }

  /** Text goes untyped, so that it fits json, enum, inet and other columns as a literal would. */
  private static void text(PreparedStatement statement, int index, String text)
      throws SQLException {
    statement.setObject(index, text, Types.OTHER);
  }

  /** Without an element that tells its type it goes untyped, so that it fits any array. */
  private static PGobject array(List<?> list) throws SQLException {
    PGobject array = new PGobject();
    String type = elementType(list);
    array.setType(type == null ? "unknown" : "_" + type);
    array.setValue(ArrayText.of(list));
    return array;
  }

  private static @Nullable String elementType(List<?> list) {
    for (Object element : list) {
      switch (element) {
        case null -> {}
        case List<?> nested -> {
          String type = elementType(nested);
          if (type != null) {
            return type;
          }
        }
        case byte[] _ -> {
          return "bytea";
        }
        case Long _ -> {
          return "int8";
        }
        case Integer _ -> {
          return "int4";
        }
        case Boolean _ -> {
          return "bool";
        }
        case Double _ -> {
          return "float8";
        }
        case BigDecimal _ -> {
          return "numeric";
        }
        case UUID _ -> {
          return "uuid";
        }
        case LocalDate _ -> {
          return "date";
        }
        case LocalTime _ -> {
          return "time";
        }
        case LocalDateTime _ -> {
          return "timestamp";
        }
        case OffsetDateTime _ -> {
          return "timestamptz";
        }
        default -> {
          return "text";
        }
      }
    }
    return null;
  }
}
