package dev.weir.connector.jdbc;

import dev.weir.spi.Deadline;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose liveness check ends with the deadline of the request that borrows it. The pool
 * checks on the borrower's thread, and drivers count such limits in whole seconds, if at all.
 */
final class TimelyConnection implements InvocationHandler {
  private static final ScopedValue<Deadline> BORROWING = ScopedValue.newInstance();

  private final Connection connection;

  private TimelyConnection(Connection connection) {
    this.connection = connection;
  }

  static Connection of(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            TimelyConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new TimelyConnection(connection));
  }

  interface Work<T> {
    T run() throws SQLException;
  }

  /** Borrows; checks of connections on the way end with the deadline. */
  static <T> T borrowing(Deadline deadline, Work<T> work) throws SQLException {
    return ScopedValue.where(BORROWING, deadline).<T, SQLException>call(work::run);
  }

  /** Runs {@code work} and cuts the connection when it has not ended in time. */
  static <T> T within(
      RelationalEngine engine, Deadline deadline, Connection connection, Work<T> work)
      throws SQLException, TimeoutException {
    try {
      return timely(deadline.remaining(), work::run);
    } catch (TimeoutException e) {
      engine.cut(connection);
      throw e;
    }
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (arguments != null && method.getName().equals("isValid")) {
      return valid((Integer) arguments[0]);
    }
    if (arguments != null
        && method.getName().equals("unwrap")
        && ((Class<?>) arguments[0]).isInstance(connection)) {
      return connection;
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private boolean valid(int seconds) throws SQLException {
    Duration longest = Duration.ofSeconds(Math.max(1, seconds));
    Duration left = BORROWING.isBound() ? BORROWING.get().remaining() : longest;
    try {
      return timely(
          left.compareTo(longest) < 0 ? left : longest, () -> connection.isValid(seconds));
    } catch (TimeoutException e) {
      return false;
    }
  }

  private static <T> T timely(Duration limit, Callable<T> work)
      throws SQLException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().name("weir-timely").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw new SQLException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("The wait for the server was interrupted.", e);
    }
  }
}
