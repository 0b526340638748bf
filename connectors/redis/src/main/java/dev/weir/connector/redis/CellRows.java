package dev.weir.connector.redis;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A cursor over rows of cells, as far as they are wanted. */
final class CellRows extends CellRow implements Rows {
  private final List<Column> columns;
  private final Iterator<? extends @Nullable Object[]> source;
  private final long maxRows;
  private @Nullable Object @Nullable [] row;
  private long told;
  private boolean truncated;
  private boolean closed;

  /**
   * Rows from a source.
   *
   * @param maxRows 0 for no limit
   */
  CellRows(List<Column> columns, Iterator<? extends @Nullable Object[]> source, long maxRows) {
    this.columns = List.copyOf(columns);
    this.source = source;
    this.maxRows = maxRows;
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public boolean next() {
    if (closed) {
      throw Rejected.because(CoreError.CLOSED, "The rows are closed.");
    }
    row = null;
    if (truncated || !source.hasNext()) {
      return false;
    }
    if (maxRows > 0 && told == maxRows) {
      truncated = true;
      return false;
    }
    row = source.next();
    told++;
    return true;
  }

  @Override
  @Nullable Object cell(int column) {
    if (row == null) {
      throw Rejected.because(
          CoreError.CLOSED, "There is no row here: call next(), and stop when it answers false.");
    }
    return row[column];
  }

  @Override
  public boolean truncated() {
    return truncated;
  }

  @Override
  public void close() {
    closed = true;
    row = null;
  }
}
