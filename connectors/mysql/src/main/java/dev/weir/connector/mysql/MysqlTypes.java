package dev.weir.connector.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.connector.jdbc.CommonTypes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The servers' types in the common type system, and back.
 *
 * <p>{@code TINYINT(1)} and {@code BIT(1)} are BOOLEAN, {@code BIGINT UNSIGNED} is DECIMAL since it
 * may not fit 64 bits, {@code BIT(n)} is BINARY. {@code TIMESTAMP} is an instant, told in UTC,
 * which is the session's time zone; {@code DATETIME} names no zone. What Java's classes cannot hold
 * (zero dates, a {@code TIME} below 0 or beyond 24 hours) is told as the server's text.
 */
final class MysqlTypes {
  /** The column in which the driver tells generated keys, unsigned whatever the table has. */
  private static final String GENERATED_KEY = "insert_id";

  private MysqlTypes() {}

  static DataType of(ResultSetMetaData metadata, int column) throws SQLException {
    String name = metadata.getColumnTypeName(column).toLowerCase(Locale.ROOT);
    if (name.equals("bit") && metadata.getPrecision(column) == 1) {
      return DataType.BOOLEAN;
    }
    if (metadata.getColumnName(column).equals(GENERATED_KEY)) {
      return DataType.INTEGER;
    }
    return of(name, metadata.getColumnType(column));
  }

  /** By the name of the type without its length, in lower case. */
  static DataType of(String name, int jdbcType) {
    return switch (name) {
      case "boolean" -> DataType.BOOLEAN;
      case "bit" -> DataType.BINARY;
      case "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year" ->
          DataType.INTEGER;
      case "tinyint unsigned",
          "smallint unsigned",
          "mediumint unsigned",
          "int unsigned",
          "integer unsigned" ->
          DataType.INTEGER;
      case "bigint unsigned", "decimal", "decimal unsigned" -> DataType.DECIMAL;
      case "float", "double", "float unsigned", "double unsigned" -> DataType.FLOAT;
      case "char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set" ->
          DataType.TEXT;
      case "inet4", "inet6", "null" -> DataType.TEXT;
      case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> DataType.BINARY;
      case "date" -> DataType.DATE;
      case "time" -> DataType.TIME;
      case "datetime" -> DataType.TIMESTAMP;
      case "timestamp" -> DataType.TIMESTAMP_WITH_ZONE;
      case "json" -> DataType.JSON;
      case "uuid" -> DataType.UUID;
      case "geometry",
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection",
          "geomcollection" ->
          DataType.OTHER;
      default -> CommonTypes.of(jdbcType);
    };
  }

  static @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    return switch (type) {
      case DATE -> {
        LocalDate day = get(rows, column, LocalDate.class);
        yield day != null ? day : rows.getString(column);
      }
      case TIME -> time(rows.getString(column));
      case TIMESTAMP -> {
        LocalDateTime moment = get(rows, column, LocalDateTime.class);
        yield moment != null ? moment : rows.getString(column);
      }
      case TIMESTAMP_WITH_ZONE -> {
        LocalDateTime moment = get(rows, column, LocalDateTime.class);
        yield moment != null ? moment.atOffset(ZoneOffset.UTC) : rows.getString(column);
      }
      case FLOAT -> number(rows, column);
      case OTHER -> other(rows, column);
      default -> CommonTypes.read(rows, column, type);
    };
  }

  /** Null for SQL NULL and for what the class cannot hold. */
  private static <T> @Nullable T get(ResultSet rows, int column, Class<T> type)
      throws SQLException {
    try {
      return rows.getObject(column, type);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Object time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** A single-precision number is the decimal that the server prints, not its expansion. */
  private static @Nullable Object number(ResultSet rows, int column) throws SQLException {
    if (rows.getMetaData().getColumnType(column) == java.sql.Types.REAL) {
      float value = rows.getFloat(column);
      return rows.wasNull() ? null : Double.valueOf(Float.toString(value));
    }
    return CommonTypes.read(rows, column, DataType.FLOAT);
  }

  /** A geometry as text, led by its reference system unless that is none. */
  private static @Nullable Object other(ResultSet rows, int column) throws SQLException {
    byte[] bytes = rows.getBytes(column);
    if (bytes == null) {
      return null;
    }
    Object geometry = rows.getObject(column);
    int system = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    return (system == 0 ? "" : "SRID=" + system + ";") + geometry;
  }

  static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case UUID id -> statement.setString(index, id.toString());
      case OffsetDateTime moment -> moment(statement, index, moment.toInstant());
      case ZonedDateTime moment -> moment(statement, index, moment.toInstant());
      case Instant moment -> moment(statement, index, moment);
      case Double number when !Double.isFinite(number) -> throw notFinite(index);
      case Float number when !Float.isFinite(number) -> throw notFinite(index);
      case null, default -> {
        if (!CommonTypes.bind(statement, index, value)) {
          throw CommonTypes.unknown(index, java.util.Objects.requireNonNull(value));
        }
      }
    }
  }

  private static void moment(PreparedStatement statement, int index, Instant moment)
      throws SQLException {
    statement.setObject(index, LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
  }

  private static Rejected notFinite(int index) {
    return Rejected.because(
        CoreError.PARAMETER_TYPE,
        "Parameter " + index + " is not a finite number, and the server knows no others.");
  }
}
