package dev.weir.engine;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import dev.weir.api.WeirException;
import dev.weir.spi.Utf8Cells;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connector's rows, watched while the consumer waits for the next one; gives back what the
 * request holds when closed.
 */
final class EngineRows implements Rows, Utf8Cells {
  private final Rows rows;
  private final Request request;
  private final ObserveStage observer;
  private final DeadlineWatch.@Nullable Attempt watched;
  private long count;
  private boolean closed;

  EngineRows(Rows rows, Request request, ObserveStage observer) {
    this.rows = rows;
    this.request = request;
    this.observer = observer;
    this.watched = request.watched();
  }

  @Override
  public boolean next() {
    if (closed) {
      return false;
    }
    if (watched != null) {
      watched.enter();
    }
    try {
      if (rows.next()) {
        count++;
        return true;
      }
      end(null);
      return false;
    } catch (WeirException e) {
      WeirException told = watched == null ? e : TimeoutStage.explain(request, watched, e);
      WeirException.with(told, "database", request.database().name());
      end(told);
      throw told;
    } finally {
      if (watched != null) {
        watched.leave();
      }
    }
  }

  @Override
  public void close() {
    end(null);
  }

  private void end(@Nullable WeirException error) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      rows.close();
    } finally {
      try {
        request.finish();
      } finally {
        observer.done(request, count, error);
      }
    }
  }

  /**
   * The connector's rows while they are open; drivers differ in what they still tell afterwards.
   */
  private Rows open() {
    if (closed) {
      throw Rejected.because(
          CoreError.CLOSED, "The result of database " + request.database().name() + " is closed.");
    }
    return rows;
  }

  @Override
  public boolean truncated() {
    return rows.truncated();
  }

  @Override
  public List<Column> columns() {
    return rows.columns();
  }

  @Override
  public int index(String column) {
    return rows.index(column);
  }

  @Override
  public boolean isNull(int column) {
    return open().isNull(column);
  }

  @Override
  public boolean booleanAt(int column) {
    return open().booleanAt(column);
  }

  @Override
  public int intAt(int column) {
    return open().intAt(column);
  }

  @Override
  public long longAt(int column) {
    return open().longAt(column);
  }

  @Override
  public double doubleAt(int column) {
    return open().doubleAt(column);
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    return open().decimal(column);
  }

  @Override
  public @Nullable String text(int column) {
    return open().text(column);
  }

  @Override
  public boolean offersUtf8(int column) {
    return rows instanceof Utf8Cells cells && cells.offersUtf8(column);
  }

  @Override
  public byte @Nullable [] utf8(int column) {
    return ((Utf8Cells) open()).utf8(column);
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    return open().bytes(column);
  }

  @Override
  public @Nullable Object value(int column) {
    return open().value(column);
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    return open().value(column, type);
  }
}
