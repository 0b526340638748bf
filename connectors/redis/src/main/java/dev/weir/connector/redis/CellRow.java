package dev.weir.connector.redis;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Row;
import dev.weir.spi.Values;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Typed access to cells. Redis keeps most things as strings, so text that spells a number, a time
 * or a UUID exactly can be asked for as such.
 */
abstract class CellRow implements Row {
  /** The value of a column in the row at hand, as {@link Cells} made it. */
  abstract @Nullable Object cell(int column);

  @Override
  public int index(String column) {
    List<Column> columns = columns();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(column)) {
        return i;
      }
    }
    throw Rejected.because(
        CoreError.UNKNOWN_COLUMN,
        "There is no column "
            + column
            + "; the columns are "
            + columns.stream().map(Column::name).collect(Collectors.joining(", "))
            + ".");
  }

  @Override
  public @Nullable Object value(int column) {
    return Cells.as(cell(column), columns().get(column).type());
  }

  @Override
  public boolean isNull(int column) {
    return cell(column) == null;
  }

  @Override
  public boolean booleanAt(int column) {
    Object cell = cell(column);
    return cell != null && Values.toBoolean(cell);
  }

  @Override
  public int intAt(int column) {
    Object cell = cell(column);
    return cell == null ? 0 : Values.toInt(cell);
  }

  @Override
  public long longAt(int column) {
    Object cell = cell(column);
    return cell == null ? 0 : Values.toLong(cell);
  }

  @Override
  public double doubleAt(int column) {
    Object cell = cell(column);
    return switch (cell) {
      case null -> 0;
      case String text when text.equals("inf") -> Double.POSITIVE_INFINITY;
      case String text when text.equals("-inf") -> Double.NEGATIVE_INFINITY;
      default -> Values.toDouble(cell);
    };
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    Object cell = cell(column);
    return cell == null ? null : Values.toDecimal(cell);
  }

  @Override
  public @Nullable String text(int column) {
    Object value = value(column);
    return value == null ? null : Cells.text(value);
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    Object cell = cell(column);
    return cell == null ? null : Values.toBytes(cell);
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    Object value = value(column);
    if (value == null) {
      return null;
    }
    return type == String.class
        ? type.cast(Cells.text(value))
        : type == Double.class ? type.cast(doubleAt(column)) : Values.convert(value, type);
  }
}
