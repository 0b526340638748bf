package dev.weir.api;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to the values of one row. Columns are counted from 0. The primitive accessors answer
 * 0 or false for SQL NULL; ask {@link #isNull(int)} first where that matters. A value that does not
 * fit the asked type without loss is refused with {@code WEIR-012}, never truncated.
 */
public interface Row {
  /** The columns, in order. */
  List<Column> columns();

  /**
   * The place of a column by its name: exact match first, then ignoring case; unknown names are
   * refused.
   */
  int index(String column);

  boolean isNull(int column);

  boolean booleanAt(int column);

  int intAt(int column);

  long longAt(int column);

  double doubleAt(int column);

  @Nullable BigDecimal decimal(int column);

  /**
   * The value as text, in the common spelling for its type (ISO 8601 for times, base64 for binary).
   */
  @Nullable String text(int column);

  byte @Nullable [] bytes(int column);

  /** The value as the class that {@link DataType#javaType()} names. */
  @Nullable Object value(int column);

  /**
   * The value converted to {@code type}; supports the classes of {@link DataType}, boxed numbers
   * and enums.
   */
  <T> @Nullable T value(int column, Class<T> type);

  default @Nullable Object value(String column) {
    return value(index(column));
  }

  default @Nullable String text(String column) {
    return text(index(column));
  }

  default long longAt(String column) {
    return longAt(index(column));
  }
}
