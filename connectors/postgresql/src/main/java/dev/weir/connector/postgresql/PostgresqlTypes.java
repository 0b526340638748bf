package dev.weir.connector.postgresql;

import dev.weir.api.DataType;
import dev.weir.connector.jdbc.CommonTypes;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** PostgreSQL's types in the common type system, and back. */
final class PostgresqlTypes {
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
      case INTERVAL -> interval(rows, column);
      case ARRAY -> array(rows.getArray(column));
      case UUID -> rows.getObject(column, UUID.class);
      default -> CommonTypes.read(rows, column, type);
    };
  }

  /** NaN and the infinities of numeric have no exact number; they are told as doubles. */
  private static @Nullable Object decimal(ResultSet rows, int column) throws SQLException {
    String text = rows.getString(column);
    return switch (text) {
      case null -> null;
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> new BigDecimal(text);
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

  private static @Nullable String interval(ResultSet rows, int column) throws SQLException {
    return rows.getString(column);
  }

  private static @Nullable List<@Nullable Object> array(@Nullable Array array) throws SQLException {
    return array == null ? null : list((Object[]) array.getArray());
  }

  private static List<@Nullable Object> list(Object[] elements) {
    List<@Nullable Object> list = new ArrayList<>(elements.length);
    for (Object element : elements) {
      list.add(element(element));
    }
    return Collections.unmodifiableList(list);
  }

  private static @Nullable Object element(@Nullable Object element) {
    return switch (element) {
      case Object[] nested -> list(nested);
      case Integer number -> number.longValue();
      case Short number -> number.longValue();
      case Float number -> number.doubleValue();
      case java.sql.Date day -> day.toLocalDate();
      case java.sql.Time time -> time.toLocalTime();
      case java.sql.Timestamp moment -> moment.toLocalDateTime();
      case PGobject object -> object.getValue();
      case null -> null;
      default -> element;
    };
  }

  static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case UUID id -> statement.setObject(index, id);
      case String text -> text(statement, index, text);
      case List<?> list -> statement.setArray(index, array(statement, list));
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

  private static Array array(PreparedStatement statement, List<?> list) throws SQLException {
    return statement.getConnection().createArrayOf(elementType(list), list.toArray());
  }

  private static String elementType(List<?> list) {
    for (Object element : list) {
      switch (element) {
        case null -> {}
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
    return "text";
  }
}
