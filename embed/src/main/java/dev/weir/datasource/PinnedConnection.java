package dev.weir.datasource;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.connector.jdbc.DrivenSession;
import dev.weir.engine.OpenDatabase;
import dev.weir.engine.Pin;
import dev.weir.engine.Request;
import dev.weir.spi.Deadline;
import dev.weir.spi.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC connection that holds one session; its statements are wrapped so that they take the path.
 */
final class PinnedConnection implements InvocationHandler, Pin {
  private final OpenDatabase database;
  private final Session session;
  private final Connection connection;
  private final DrivenSession driven;
  private boolean closed;
  private boolean tenantBound;

  PinnedConnection(OpenDatabase database) {
    this.database = database;
    this.session = database.lease(Deadline.after(database.definition().pool().acquireTimeout()));
    this.connection = Objects.requireNonNull(session.unwrap(Connection.class));
    this.driven = Objects.requireNonNull(session.unwrap(DrivenSession.class));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    return switch (method.getName()) {
      case "close", "abort" -> close();
      case "isClosed" -> closed || connection.isClosed();
      case "createStatement" ->
          wrap(proxy, delegate(method, arguments), java.sql.Statement.class, null);
      case "prepareStatement" ->
          wrap(proxy, delegate(method, arguments), PreparedStatement.class, text(arguments));
      case "prepareCall" ->
          wrap(
              proxy,
              delegate(method, arguments),
              CallableStatement.class,
              callText(text(arguments)));
      case "commit", "rollback" -> {
        tenantBound = tenantBound && arguments != null;
        yield delegate(method, arguments);
      }
      case "unwrap" ->
          throw new SQLException(
              "A connection of Weir does not unwrap to the driver's, so that nothing goes round its checks.");
      case "isWrapperFor" -> false;
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "connection of " + database.name();
      default -> delegate(method, arguments);
    };
  }

  private @Nullable Object close() {
    if (!closed) {
      closed = true;
      if (!session.broken()) {
        rollBack();
      }
      session.close();
    }
    return null;
  }

  private void rollBack() {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      session.abort();
    }
  }

  private @Nullable Object delegate(Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (closed) {
      throw new SQLException(
          "The connection of database " + database.name() + " is closed.", "08003");
    }
    return call(method, connection, arguments);
  }

  static @Nullable Object call(
      Method method, Object target, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNullElse(e.getCause(), e);
    }
  }

  private Object wrap(
      Object proxy,
      @Nullable Object statement,
      Class<? extends java.sql.Statement> type,
      @Nullable String text) {
    java.sql.Statement real = type.cast(Objects.requireNonNull(statement));
    return Proxy.newProxyInstance(
        PinnedConnection.class.getClassLoader(),
        new Class<?>[] {type},
        new PathStatement(this, proxy, real, text));
  }

  private static String text(@Nullable Object @Nullable [] arguments) {
    return (String) Objects.requireNonNull(Objects.requireNonNull(arguments)[0]);
  }

  /** The call inside JDBC's braces: {@code {? = call f(?)}} is {@code call f(?)}. */
  private static String callText(String text) {
    String bare = text.strip();
    if (bare.startsWith("{") && bare.endsWith("}")) {
      bare = bare.substring(1, bare.length() - 1).strip();
      bare = bare.startsWith("?") ? bare.substring(bare.indexOf('=') + 1).strip() : bare;
    }
    return bare;
  }

  OpenDatabase database() {
    return database;
  }

  DrivenSession driven() {
    return driven;
  }

  @Override
  public Session session(Request request) {
    String tenant = request.boundTenant();
    String setting = request.tenantSetting();
    if (tenant != null && setting != null && !tenantBound) {
      bind(setting, tenant);
    }
    return session;
  }

  private void bind(String setting, String tenant) {
    try {
      if (connection.getAutoCommit()) {
        throw Rejected.because(
            CoreError.NOT_SUPPORTED,
            "Database "
                + database.name()
                + ": a tenant is bound to a transaction, so set autocommit to false on this connection.");
      }
    } catch (SQLException e) {
      throw Rejected.because(
          CoreError.CLOSED, "The connection of database " + database.name() + " is closed.", e);
    }
    session.bindTenant(setting, tenant);
    tenantBound = true;
  }

  @Override
  public boolean begun() {
    return true;
  }

  @Override
  public Deadline deadline() {
    return Deadline.NEVER;
  }

  @Override
  public Statement.Options inherit(Statement.Options own) {
    return own;
  }
}
