package dev.weir.connector.jdbc;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of reading and binding values in which JDBC drivers agree. */
public final class CommonTypes {
  private CommonTypes() {}

  /** The common type of a {@link Types} constant. */
  public static DataType of(int jdbcType) {
    return switch (jdbcType) {
      case Types.BOOLEAN, Types.BIT -> DataType.BOOLEAN;
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> DataType.INTEGER;
      case Types.NUMERIC, Types.DECIMAL -> DataType.DECIMAL;
      case Types.REAL, Types.FLOAT, Types.DOUBLE -> DataType.FLOAT;
      case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> DataType.BINARY;
      case Types.DATE -> DataType.DATE;
      case Types.TIME -> DataType.TIME;
      case Types.TIME_WITH_TIMEZONE -> DataType.TIME_WITH_ZONE;
      case Types.TIMESTAMP -> DataType.TIMESTAMP;
      case Types.TIMESTAMP_WITH_TIMEZONE -> DataType.TIMESTAMP_WITH_ZONE;
      case Types.ARRAY -> DataType.ARRAY;
      case Types.CHAR,
          Types.VARCHAR,
          Types.LONGVARCHAR,
          Types.NCHAR,
          Types.NVARCHAR,
          Types.LONGNVARCHAR,
          Types.CLOB,
          Types.NCLOB ->
          DataType.TEXT;
      default -> DataType.OTHER;
    };
  }

  /** Reads a value by its common type with the getters of JDBC 4.2. */
  public static @Nullable Object read(ResultSet rows, int column, DataType type)
      throws SQLException {
    return switch (type) {
      case BOOLEAN -> {
        boolean value = rows.getBoolean(column);
        yield rows.wasNull() ? null : (Object) value;
      }
      case INTEGER -> {
        long value = rows.getLong(column);
        yield rows.wasNull() ? null : (Object) value;
      }
      case FLOAT -> {
        double value = rows.getDouble(column);
        yield rows.wasNull() ? null : (Object) value;
      }
      case DECIMAL -> rows.getBigDecimal(column);
      case BINARY -> rows.getBytes(column);
      case DATE -> rows.getObject(column, LocalDate.class);
      case TIME -> rows.getObject(column, LocalTime.class);
      case TIME_WITH_ZONE -> rows.getObject(column, OffsetTime.class);
      case TIMESTAMP -> rows.getObject(column, LocalDateTime.class);
      case TIMESTAMP_WITH_ZONE -> rows.getObject(column, OffsetDateTime.class);
      case TEXT, JSON, INTERVAL, OTHER -> rows.getString(column);
      case UUID -> {
        String text = rows.getString(column);
        yield text == null ? null : UUID.fromString(text);
      }
      case ARRAY, MAP -> rows.getObject(column);
    };
  }

  /** A driver's object as the class that the type system uses for it. */
  static Object normal(Object value) {
    return switch (value) {
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Byte number -> number.longValue();
      case Float number -> Double.valueOf(number.toString());
      case BigInteger number -> new BigDecimal(number);
      case java.sql.Timestamp moment -> moment.toLocalDateTime();
      case java.sql.Date day -> day.toLocalDate();
      case java.sql.Time time -> time.toLocalTime();
      default -> value;
    };
  }

  /**
   * Binds what all drivers take; answers false for a class that it does not know.
   *
   * @throws Rejected with {@code WEIR-015} for a secret, which must not reach a statement by
   *     accident
   */
  public static boolean bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(index, Types.NULL);
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Short number -> statement.setShort(index, number);
      case Byte number -> statement.setShort(index, number);
      case Boolean flag -> statement.setBoolean(index, flag);
      case BigDecimal number -> statement.setBigDecimal(index, number);
      case BigInteger number -> statement.setBigDecimal(index, new BigDecimal(number));
      case Double number -> statement.setDouble(index, number);
      case Float number -> statement.setFloat(index, number);
      case byte[] bytes -> statement.setBytes(index, bytes);
      case LocalDate day -> statement.setObject(index, day);
      case LocalTime time -> statement.setObject(index, time);
      case OffsetTime time -> statement.setObject(index, time);
      case LocalDateTime moment -> statement.setObject(index, moment);
      case OffsetDateTime moment -> statement.setObject(index, moment);
      case ZonedDateTime moment -> statement.setObject(index, moment.toOffsetDateTime());
      case Instant moment -> statement.setObject(index, moment.atOffset(ZoneOffset.UTC));
      case Character letter -> statement.setString(index, letter.toString());
      case Enum<?> constant -> statement.setString(index, constant.name());
      case Secret _ -> throw unknown(index, value);
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The refusal of a class that cannot be bound; of a list, by an engine without arrays. */
  public static Rejected unknown(int index, Object value) {
    return Rejected.because(
        value instanceof java.util.Collection ? CoreError.NOT_SUPPORTED : CoreError.PARAMETER_TYPE,
        "Parameter "
            + index
            + " is of class "
            + value.getClass().getName()
            + ", which cannot be bound.");
  }
}
