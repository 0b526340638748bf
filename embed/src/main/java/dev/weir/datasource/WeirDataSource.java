package dev.weir.datasource;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.WeirException;
import dev.weir.engine.OpenDatabase;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A relational database as a {@link DataSource}: JDBI, jOOQ, Hibernate and plain JDBC use it as
 * they are, and every statement takes the same path as {@link dev.weir.api.Database}: understood,
 * authorised, guarded, limited, watched. Errors are the driver's own {@link SQLException} where it
 * raised one; Weir's refusals are told as one with the code in its message and the {@link
 * WeirException} as its cause. What would go round the path is refused: unwrapping the driver's
 * objects and statements that begin or end a transaction.
 *
 * <p>A connection holds one session of the pool from {@code getConnection} to {@code close}.
 * Thread-safe.
 */
public final class WeirDataSource implements DataSource {
  private final OpenDatabase database;

  /**
   * @throws Rejected with {@code WEIR-004} where the engine of the database is not relational
   */
  public WeirDataSource(OpenDatabase database) {
    if (!database.abilities().contains(dev.weir.api.Ability.SQL)) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "Database " + database.name() + " is not relational, so it has no DataSource.");
    }
    this.database = database;
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      PinnedConnection pinned = new PinnedConnection(database);
      return (Connection)
          Proxy.newProxyInstance(
              WeirDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, pinned);
    } catch (WeirException e) {
      throw SqlErrors.told(e);
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException(
        "The user of database " + database.name() + " comes from its definition.");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return (int) database.definition().pool().acquireTimeout().toSeconds();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("Weir logs through SLF4J.");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(database)) {
      return type.cast(database);
    }
    throw new SQLException(
        "A DataSource of Weir unwraps to dev.weir.api.Database only, so that nothing goes round its checks.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return type.isInstance(database);
  }
}
