package dev.weir.connector.jdbc;

import dev.weir.api.Column;
import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Rejected;
import dev.weir.api.Rows;
import dev.weir.connector.jdbc.Translation.Phase;
import dev.weir.spi.Invocation;
import dev.weir.spi.Utf8Cells;
import dev.weir.spi.Values;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A forward cursor over a JDBC result. */
final class JdbcRows implements Rows, Utf8Cells {
  private final JdbcSession session;
  private final RelationalEngine engine;
  private final Translation translation;
  private final PreparedStatement statement;
  private final ResultSet results;
  private final Invocation invocation;
  private final boolean ownTransaction;
  private final DataType[] types;
  private final @Nullable FetchSize fetching;
  private @Nullable List<Column> columns;
  private long count;
  private boolean truncated;
  private boolean drained;
  private boolean exhausted;
  private boolean closed;

  JdbcRows(
      JdbcSession session,
      RelationalEngine engine,
      Translation translation,
      PreparedStatement statement,
      ResultSet results,
      Invocation invocation,
      boolean ownTransaction)
      throws SQLException {
    this.session = session;
    this.engine = engine;
    this.translation = translation;
    this.statement = statement;
    this.results = results;
    this.invocation = invocation;
    this.ownTransaction = ownTransaction;
    this.types = types(engine, results.getMetaData());
    this.fetching = ownTransaction && invocation.fetchSize() == 0 ? new FetchSize() : null;
  }

  private static DataType[] types(RelationalEngine engine, ResultSetMetaData metadata)
      throws SQLException {
    DataType[] types = new DataType[metadata.getColumnCount()];
    for (int i = 0; i < types.length; i++) {
      types[i] = engine.type(metadata, i + 1);
    }
    return types;
  }

  @Override
  public boolean next() {
    if (exhausted || closed) {
      return false;
    }
    try {
      if (results.next()) {
        session.heedCancel();
        if (invocation.maxRows() > 0 && count == invocation.maxRows()) {
          truncated = true;
          return end();
        }
        count++;
        adapt();
        return true;
      }
      drained = true;
      return end();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private boolean end() {
    exhausted = true;
    close();
    return false;
  }

  private void adapt() throws SQLException {
    if (fetching != null) {
      fetching.sawRow();
      if (fetching.ready()) {
        results.setFetchSize(fetching.best(types.length));
      }
    }
  }

  @Override
  public boolean truncated() {
    return truncated;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // A consumer that leaves early teaches too: should the next result be large, it is read
      // again.
      invocation.profile().saw(truncated ? Integer.MAX_VALUE : count);
      if (!drained) {
        session.abandon(results);
      }
      session.release(statement, ownTransaction, true);
    }
  }

  @Override
  public List<Column> columns() {
    List<Column> told = columns;
    if (told == null) {
      try {
        told = describe(results.getMetaData());
      } catch (SQLException e) {
        throw failed(e);
      }
      columns = told;
    }
    return told;
  }

  private List<Column> describe(ResultSetMetaData metadata) throws SQLException {
    List<Column> told = new ArrayList<>(types.length);
    for (int i = 1; i <= types.length; i++) {
      String table = metadata.getTableName(i);
      told.add(
          new Column(
              metadata.getColumnLabel(i),
              types[i - 1],
              metadata.getColumnTypeName(i).toLowerCase(Locale.ROOT),
              table == null || table.isEmpty() ? null : table));
    }
    return List.copyOf(told);
  }

  @Override
  public int index(String column) {
    List<Column> all = columns();
    int found = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(column)) {
        return i;
      }
      if (found < 0 && all.get(i).name().equalsIgnoreCase(column)) {
        found = i;
      }
    }
    if (found < 0) {
      throw Rejected.because(
          CoreError.UNKNOWN_COLUMN,
          "The result has no column "
              + column
              + "; it has "
              + all.stream().map(Column::name).toList()
              + ".");
    }
    return found;
  }

  private DataType type(int column) {
    if (column < 0 || column >= types.length) {
      throw Rejected.because(
          CoreError.UNKNOWN_COLUMN,
          "The result has " + types.length + " columns, counted from 0; asked was " + column + ".");
    }
    return types[column];
  }

  @Override
  public boolean isNull(int column) {
    type(column);
    try {
      return engine.isNull(results, column + 1);
    } catch (SQLException e) {
      return value(column) == null;
    }
  }

  @Override
  public boolean booleanAt(int column) {
    if (engine.typedColumns() && type(column) == DataType.BOOLEAN) {
      try {
        return results.getBoolean(column + 1);
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    Object value = value(column);
    return value != null && Values.toBoolean(value);
  }

  @Override
  public int intAt(int column) {
    long value = longAt(column);
    return value == (int) value ? (int) value : Values.toInt(value);
  }

  @Override
  public long longAt(int column) {
    if (engine.typedColumns() && type(column) == DataType.INTEGER) {
      try {
        return results.getLong(column + 1);
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    Object value = value(column);
    return value == null ? 0 : Values.toLong(value);
  }

  @Override
  public double doubleAt(int column) {
    if (engine.typedColumns() && type(column) == DataType.FLOAT) {
      try {
        return results.getDouble(column + 1);
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    Object value = value(column);
    return value == null ? 0 : Values.toDouble(value);
  }

  @Override
  public @Nullable BigDecimal decimal(int column) {
    Object value = value(column);
    return value == null ? null : Values.toDecimal(value);
  }

  @Override
  public @Nullable String text(int column) {
    if (engine.typedColumns() && type(column) == DataType.TEXT) {
      try {
        return counted(results.getString(column + 1));
      } catch (SQLException e) {
        throw failed(e);
      }
    }
    Object value = value(column);
    return value == null ? null : Values.toText(value);
  }

  @Override
  public byte @Nullable [] bytes(int column) {
    Object value = value(column);
    return value == null ? null : Values.toBytes(value);
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      Object value = engine.read(results, column + 1, type(column));
      if (fetching != null) {
        switch (value) {
          case String text -> counted(text);
          case byte[] bytes -> fetching.saw(bytes.length);
          case null, default -> {}
        }
      }
      return value;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean offersUtf8(int column) {
    try {
      return engine.offersUtf8(results.getMetaData(), column + 1, type(column));
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public byte @Nullable [] utf8(int column) {
    try {
      byte[] text = engine.utf8(results, column + 1, type(column));
      if (fetching != null && text != null) {
        fetching.saw(text.length);
      }
      return text;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private @Nullable String counted(@Nullable String text) {
    if (fetching != null && text != null) {
      fetching.saw(text.length());
    }
    return text;
  }

  @Override
  public <T> @Nullable T value(int column, Class<T> type) {
    Object value = value(column);
    return value == null ? null : Values.convert(value, type);
  }

  private RuntimeException failed(SQLException error) {
    if (closed) {
      return translation.closed();
    }
    return session.failed(error, Phase.STATEMENT);
  }

  /** All rows as maps of column label to value; for keys and the results of procedures. */
  static List<Map<String, @Nullable Object>> collect(RelationalEngine engine, ResultSet results)
      throws SQLException {
    ResultSetMetaData metadata = results.getMetaData();
    DataType[] types = types(engine, metadata);
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    while (results.next()) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 0; i < types.length; i++) {
        row.put(metadata.getColumnLabel(i + 1), engine.read(results, i + 1, types[i]));
      }
      all.add(row);
    }
    return all;
  }
}
