package dev.weir.datasource;

import dev.weir.api.Result;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC statement whose executions take the path; everything else goes straight to the driver's.
 */
final class PathStatement implements InvocationHandler {
  private final PinnedConnection pin;
  private final Object connection;
  private final java.sql.Statement statement;
  private final @Nullable String text;
  private final List<String> batch = new ArrayList<>();

  /**
   * @param connection the connection that the application sees
   * @param text of a prepared statement; null where each execution brings its own
   */
  PathStatement(
      PinnedConnection pin,
      Object connection,
      java.sql.Statement statement,
      @Nullable String text) {
    this.pin = pin;
    this.connection = connection;
    this.statement = statement;
    this.text = text;
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    switch (name) {
      case "getConnection" -> {
        return connection;
      }
      case "unwrap" ->
          throw new SQLException(
              "A statement of Weir does not unwrap to the driver's, so that nothing goes round its checks.");
      case "isWrapperFor" -> {
        return false;
      }
      case "addBatch" -> {
        if (arguments != null) {
          batch.add((String) Objects.requireNonNull(arguments[0]));
          return null;
        }
      }
      case "clearBatch" -> batch.clear();
      case "equals" -> {
        return arguments != null && proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      default -> {
        if (name.startsWith("execute")) {
          return execute(proxy, method, arguments);
        }
      }
    }
    return wrapped(proxy, PinnedConnection.call(method, statement, arguments));
  }

  private @Nullable Object execute(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    if (text == null && arguments == null) {
      return executeTexts(method.getName());
    }
    String sent =
        arguments != null && arguments.length > 0 && arguments[0] instanceof String own
            ? own
            : Objects.requireNonNull(text);
    return wrapped(proxy, drive(sent, () -> PinnedConnection.call(method, statement, arguments)));
  }

  /** A batch of texts: each takes the path by itself. */
  private Object executeTexts(String method) throws Throwable {
    long[] counts = new long[batch.size()];
    for (int i = 0; i < counts.length; i++) {
      String each = batch.get(i);
      counts[i] =
          (Long) Objects.requireNonNull(drive(each, () -> statement.executeLargeUpdate(each)));
    }
    batch.clear();
    if (method.equals("executeLargeBatch")) {
      return counts;
    }
    int[] small = new int[counts.length];
    for (int i = 0; i < counts.length; i++) {
      small[i] = (int) Math.min(counts[i], Integer.MAX_VALUE);
    }
    return small;
  }

  private interface Execution {
    @Nullable Object run() throws Throwable;
  }

  private @Nullable Object drive(String sent, Execution execution) throws Throwable {
    Outcome outcome = new Outcome();
    try {
      pin.database().drive(Statement.of(sent), pin, _ -> outcome.of(execution));
    } catch (WeirException e) {
      Throwable own = outcome.error;
      throw own instanceof SQLException && e.code() != dev.weir.api.CoreError.DEADLINE
          ? own
          : SqlErrors.told(e);
    }
    return outcome.value;
  }

  /** What an execution answered, carried past the path. */
  private final class Outcome {
    private @Nullable Object value;
    private @Nullable Throwable error;

    private Result of(Execution execution) {
      pin.driven().running(statement);
      try {
        value = execution.run();
        return value instanceof Integer count
            ? new Result.Updated(count, List.of())
            : Result.Done.DONE;
      } catch (SQLException e) {
        error = e;
        throw pin.driven().failed(e);
      } catch (Throwable e) {
        error = e;
        throw WeirException.of(
            dev.weir.api.CoreError.BUG,
            "The driver failed in a way that it does not declare.",
            e,
            dev.weir.api.Effect.UNKNOWN);
      } finally {
        pin.driven().running(null);
      }
    }
  }

  private @Nullable Object wrapped(Object proxy, @Nullable Object value) {
    if (!(value instanceof ResultSet rows)) {
      return value;
    }
    InvocationHandler handler =
        (_, method, arguments) ->
            switch (method.getName()) {
              case "getStatement" -> proxy;
              case "unwrap" ->
                  throw new SQLException("A result of Weir does not unwrap to the driver's.");
              case "isWrapperFor" -> false;
              default -> PinnedConnection.call(method, rows, arguments);
            };
    return Proxy.newProxyInstance(
        PathStatement.class.getClassLoader(), new Class<?>[] {ResultSet.class}, handler);
  }
}
