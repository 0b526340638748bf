package dev.weir.connector.jdbc;

import dev.weir.api.Definition;
import dev.weir.spi.Deadline;
import dev.weir.spi.NodeSettings;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections with the engine's driver, asking for the password anew each time; remembers the
 * last failure.
 */
final class DriverSource implements DataSource {
  private final RelationalEngine engine;
  private final NodeSettings settings;
  private volatile @Nullable Driver driver;
  private volatile @Nullable Failure failure;

  private record Failure(SQLException error, long began, long at) {}

  DriverSource(RelationalEngine engine, NodeSettings settings) {
    this.engine = engine;
    this.settings = settings;
  }

  @Override
  public Connection getConnection() throws SQLException {
    long began = System.nanoTime();
    try {
      Connection connection = open();
      failure = null;
      return connection;
    } catch (SQLException e) {
      failure = new Failure(e, began, System.nanoTime());
      throw e;
    } catch (RuntimeException e) {
      SQLException wrapped = new SQLException(e.getMessage(), e);
      failure = new Failure(wrapped, began, System.nanoTime());
      throw wrapped;
    }
  }

  /** Opens a connection for one caller alone; one that comes too late is closed again. */
  Connection open(Deadline deadline) throws SQLException, TimeoutException {
    CompletableFuture<Connection> opening = new CompletableFuture<>();
    Thread.ofVirtual().name("weir-connect").start(() -> openFor(opening));
    try {
      return opening.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e.getCause());
    } catch (TimeoutException e) {
      abandon(opening);
      throw e;
    } catch (InterruptedException e) {
      abandon(opening);
      Thread.currentThread().interrupt();
      throw new SQLException("The wait for the server was interrupted.", e);
    }
  }

  private static void abandon(CompletableFuture<Connection> opening) throws SQLException {
    // It may have come just now.
    if (!opening.cancel(false) && !opening.isCompletedExceptionally()) {
      opening.join().close();
    }
  }

  private void openFor(CompletableFuture<Connection> opening) {
    try {
      Connection connection = getConnection();
      if (!opening.complete(connection)) {
        connection.close();
      }
    } catch (SQLException e) {
      opening.completeExceptionally(e);
    }
  }

  private Connection open() throws SQLException {
    Driver opener = driver;
    if (opener == null) {
      opener = engine.driver();
      driver = opener;
    }
    Definition definition = settings.definition();
    Properties properties = engine.properties(settings);
    if (definition.user() != null) {
      properties.setProperty("user", definition.user());
    }
    String password = settings.password().get();
    if (password != null) {
      properties.setProperty("password", password);
    }
    Connection connection = opener.connect(engine.jdbcUrl(settings), properties);
    if (connection == null) {
      throw new SQLException(
          "The driver does not accept the URL of " + definition.describe() + ".", "08001");
    }
    try {
      engine.prepare(connection, settings);
      return TimelyConnection.of(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Why the last attempt to connect failed, if that was after {@code start} and none has succeeded
   * since.
   */
  @Nullable SQLException failureSince(long start) {
    Failure last = failure;
    return last != null && last.at - start >= 0 ? last.error : null;
  }

  /** Likewise, of an attempt that was also begun after {@code start}. */
  @Nullable SQLException failureBegunSince(long start) {
    Failure last = failure;
    return last != null && last.began - start >= 0 ? last.error : null;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("The user comes from the definition.");
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
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("Wraps nothing.");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
