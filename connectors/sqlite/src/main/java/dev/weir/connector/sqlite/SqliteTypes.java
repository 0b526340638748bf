package dev.weir.connector.sqlite;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.connector.jdbc.CommonTypes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * SQLite's values in the common type system, and back. SQLite types values rather than columns, so
 * a column is told as its declared type says, by the words that the type holds: {@code BOOL};
 * {@code DECIMAL} or {@code NUMERIC}; {@code REAL}, {@code FLOAT} or {@code DOUBLE}; {@code
 * TIMESTAMP} or {@code DATETIME}, with {@code TZ} or {@code ZONE} for one with an offset; {@code
 * DATE}; {@code TIME}; {@code UUID}; {@code JSON}; {@code INT}; {@code CHAR}, {@code CLOB} or
 * {@code TEXT}; {@code BLOB}. A computed column is told as its first value is.
 *
 * <p>Times are kept as ISO 8601 text with a space between date and time, which SQLite's own
 * functions understand. Numbers of a {@code DECIMAL} column keep 15 digits, which is SQLite's own
 * limit; one declared {@code DECIMAL_TEXT} keeps them all. A value that does not fit its column's
 * declared type is told as what it is.
 */
final class SqliteTypes {
  private SqliteTypes() {}

  static DataType of(ResultSetMetaData metadata, int column) throws SQLException {
    String table = metadata.getTableName(column);
    if (table != null && !table.isEmpty()) {
      return declared(metadata.getColumnTypeName(column));
    }
    return switch (metadata.getColumnType(column)) {
      case Types.INTEGER, Types.BIGINT, Types.SMALLINT, Types.TINYINT -> DataType.INTEGER;
      case Types.FLOAT, Types.DOUBLE, Types.REAL, Types.NUMERIC, Types.DECIMAL -> DataType.FLOAT;
      case Types.BLOB, Types.BINARY -> DataType.BINARY;
      default -> DataType.TEXT;
    };
  }

  static DataType declared(@Nullable String type) {
    String name = type == null ? "" : type.toUpperCase(Locale.ROOT);
    if (name.contains("BOOL")) {
      return DataType.BOOLEAN;
    } else if (name.contains("DECIMAL") || name.contains("NUMERIC")) {
      return DataType.DECIMAL;
    } else if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
      return DataType.FLOAT;
    } else if (name.contains("TIMESTAMP") || name.contains("DATETIME")) {
      return name.contains("TZ") || name.contains("ZONE")
          ? DataType.TIMESTAMP_WITH_ZONE
          : DataType.TIMESTAMP;
    } else if (name.contains("DATE")) {
      return DataType.DATE;
    } else if (name.contains("TIME")) {
      return DataType.TIME;
    } else if (name.contains("UUID")) {
      return DataType.UUID;
    } else if (name.contains("JSON")) {
      return DataType.JSON;
    } else if (name.contains("INT")) {
      return DataType.INTEGER;
    } else if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
      return DataType.TEXT;
    } else if (name.contains("BLOB")) {
      return DataType.BINARY;
    }
    return DataType.OTHER;
  }

  static @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    Object stored = rows.getObject(column);
    Object value = stored instanceof Integer number ? (Object) number.longValue() : stored;
    return switch (value) {
      case null -> null;
      case Long number -> number(number, type);
      case Double number -> number(number, type);
      case String text -> text(text, type);
      default -> value;
    };
  }

  private static Object number(Long number, DataType type) {
    return switch (type) {
      case BOOLEAN -> number == 0 || number == 1 ? (Object) (number == 1) : number;
      case DECIMAL -> BigDecimal.valueOf(number);
      case FLOAT -> number.doubleValue();
      case TEXT, JSON, OTHER -> number.toString();
      default -> number;
    };
  }

  private static Object number(Double number, DataType type) {
    return switch (type) {
      case DECIMAL -> number.isInfinite() ? number : BigDecimal.valueOf(number);
      case TEXT, JSON, OTHER -> number.toString();
      default -> number;
    };
  }

  private static Object text(String text, DataType type) {
    try {
      return switch (type) {
        case DECIMAL -> new BigDecimal(text);
        case DATE -> LocalDate.parse(text);
        case TIME -> LocalTime.parse(text);
        case TIMESTAMP -> LocalDateTime.parse(text.replace(' ', 'T'));
        case TIMESTAMP_WITH_ZONE -> OffsetDateTime.parse(text.replace(' ', 'T'));
        case UUID -> UUID.fromString(text);
        default -> text;
      };
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return text;
    }
  }

  static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case LocalDate day -> statement.setString(index, day.toString());
      case LocalTime time -> statement.setString(index, time.toString());
      case OffsetTime time -> statement.setString(index, time.toString());
      case LocalDateTime moment -> statement.setString(index, spaced(moment));
      case OffsetDateTime moment -> statement.setString(index, spaced(moment));
      case ZonedDateTime moment -> statement.setString(index, spaced(moment.toOffsetDateTime()));
      case Instant moment -> statement.setString(index, spaced(moment.atOffset(ZoneOffset.UTC)));
      case BigDecimal number -> statement.setString(index, number.toPlainString());
      case BigInteger number -> statement.setString(index, number.toString());
      case UUID id -> statement.setString(index, id.toString());
      case Double number when number.isNaN() -> throw notKept(index, "NaN");
      case Float number when number.isNaN() -> throw notKept(index, "NaN");
      case List<?> _, Map<?, ?> _ ->
          throw Rejected.because(
              CoreError.NOT_SUPPORTED,
              "Parameter " + index + " is a list or a map; SQLite has neither. Bind JSON text.");
      case null, default -> {
        if (!CommonTypes.bind(statement, index, value)) {
          throw CommonTypes.unknown(index, java.util.Objects.requireNonNull(value));
        }
      }
    }
  }

  private static String spaced(Object moment) {
    return moment.toString().replace('T', ' ');
  }

  private static Rejected notKept(int index, String value) {
    return Rejected.because(
        CoreError.PARAMETER_TYPE,
        "Parameter " + index + " is " + value + ", which SQLite would keep as NULL.");
  }
}
