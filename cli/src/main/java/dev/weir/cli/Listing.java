package dev.weir.cli;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import dev.weir.spi.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command lists, as rows, so that it is written like the result of a query. Values are of
 * the classes that {@link DataType} names.
 */
final class Listing implements Rows {
  private final List<Column> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();
  private int at = -1;

  private Listing(List<Column> columns) {
    this.columns = columns;
  }

  /** Columns are told as {@code name} for text, or {@code name:type}. */
  static Listing of(String... columns) {
    return new Listing(Arrays.stream(columns).map(Listing::column).toList());
  }

  private static Column column(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? Column.of(text, DataType.TEXT)
        : Column.of(
            text.substring(0, colon),
            DataType.valueOf(text.substring(colon + 1).toUpperCase(java.util.Locale.ROOT)));
  }

  Listing add(@Nullable Object... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns.size());
    }
    rows.add(Arrays.asList(values));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    return ++at < rows.size();
  }

  @Override
  public boolean truncated() {
    return false;
  }

  @Override
  public void close() {
    at = rows.size();
  }

  @Override
  public int index(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(name)) {
        return i;
      }
    }
    throw Rejected.because(CoreError.UNKNOWN_COLUMN, "There is no column " + name + ".");
  }

  @Override
  public @Nullable Object value(int column) {
    return rows.get(at).get(column);
  }

  private Object present(int column) {
    Object value = value(column);
    if (value == null) {
      throw new IllegalStateException(columns.get(column).name() + " is null");
    }
    return value;
  }

  @Override
  public boolean isNull(int column) {
    return value(column) == null;
  }

  @Override
  public boolean booleanAt(int column) {
    return !isNull(column) && Values.toBoolean(present(column));
  }

  @Override
  public int intAt(int column) {
    return isNull(column) ? 0 : Values.toInt(present(column));
  }

  @Override
  public long longAt(int column) {
    return isNull(column) ? 0 : Values.toLong(present(column));
  }

  @Override
  public double doubleAt(int column) {
    return isNull(column) ? 0 : Values.toDouble(present(column));
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    return isNull(column) ? null : Values.toDecimal(present(column));
  }

  @Override
  public @Nullable String text(int column) {
    return isNull(column) ? null : Values.toText(present(column));
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    return isNull(column) ? null : Values.toBytes(present(column));
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    return isNull(column) ? null : Values.convert(present(column), type);
  }
}
