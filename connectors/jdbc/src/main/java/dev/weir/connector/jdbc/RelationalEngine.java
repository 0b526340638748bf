package dev.weir.connector.jdbc;

import dev.weir.api.DataType;
import dev.weir.api.Definition;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.Listening;
import dev.weir.spi.Node.Step;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Understanding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What differs between relational engines behind JDBC. Stateless and thread-safe. */
public interface RelationalEngine {
  String displayName();

  /** A new driver; never through {@link java.sql.DriverManager}. */
  Driver driver();

  String jdbcUrl(NodeSettings settings);

  /**
   * Driver properties: TLS, time limits, application name and the definition's own parameters; no
   * user or password.
   */
  Properties properties(NodeSettings settings);

  /** The engine's errors in the common vocabulary. */
  ErrorMap errors();

  /** The common type of a result column, 1-based as in JDBC. */
  DataType type(ResultSetMetaData metadata, int column) throws SQLException;

  /** Reads a value of {@code type} as the class that {@link DataType#javaType} names. */
  @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException;

  /** True when the value of the current row is NULL. */
  default boolean isNull(ResultSet rows, int column) throws SQLException {
    rows.getObject(column);
    return rows.wasNull();
  }

  /** True when {@link #utf8} can be asked for a column. */
  default boolean offersUtf8(ResultSetMetaData metadata, int column, DataType type)
      throws SQLException {
    return false;
  }

  /** The bytes of the text that the value has in the common type system; null for NULL. */
  default byte @Nullable [] utf8(ResultSet rows, int column, DataType type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  /**
   * Binds a value at a 1-based place; refuses classes that it does not know with {@code WEIR-015}.
   */
  void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException;

  /**
   * True when the driver holds the whole result in memory unless it reads through a cursor inside a
   * transaction.
   */
  boolean cursorNeedsTransaction();

  /** True when the server stops by itself after the rows that the driver was told to answer. */
  default boolean limitsRows() {
    return true;
  }

  /**
   * Stops the server from sending the rest of a result that is closed before its end; for drivers
   * that would read it all.
   */
  default void abandon(Connection connection, ResultSet results) throws SQLException {}

  /**
   * Makes sure that a cancel that came too late does not end the next statement; called when a
   * statement that was cancelled has ended.
   */
  default void settle(Connection connection) throws SQLException {}

  /** The text by which the driver is to prepare a statement. */
  default String prepared(Understanding understanding) {
    return understanding.nativeText();
  }

  /** The most parameters that one statement may have. */
  int maxParameters();

  /** Prepares a fresh connection: session settings that the definition asks for. */
  default void prepare(Connection connection, NodeSettings settings) throws SQLException {}

  /** Asks the server to stop what runs on the connection; called from another thread. */
  default void cancel(Connection connection, Statement running) throws SQLException {
    running.cancel();
  }

  /** Cuts a connection, whatever it is doing; must not wait for whoever reads from it. */
  default void cut(Connection connection) throws SQLException {
    connection.unwrap(Connection.class).abort(Runnable::run);
  }

  /** Sets how the transaction runs that begins next on the connection. */
  default void begin(Connection connection, TransactionOptions options) throws SQLException {
    switch (options.isolation()) {
      case DEFAULT -> {}
      case READ_UNCOMMITTED ->
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
      case READ_COMMITTED ->
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      case REPEATABLE_READ ->
          connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      case SERIALIZABLE -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    }
    if (options.readOnly()) {
      readOnly(connection, true);
    }
  }

  /** Has the server refuse writes on this connection from now on, or take them again. */
  default void readOnly(Connection connection, boolean on) throws SQLException {
    connection.setReadOnly(on);
  }

  /**
   * Binds a tenant to the transaction under way; engines that cannot refuse with {@code WEIR-004}.
   */
  void bindTenant(Connection connection, String setting, String tenant) throws SQLException;

  /** Puts each part of a dotted name in the engine's quotes. */
  String quote(String name);

  /** The text of a JDBC call of a procedure or function. */
  default String callText(dev.weir.api.Call call) {
    String markers =
        String.join(", ", java.util.Collections.nCopies(call.parameters().size(), "?"));
    return call.function()
        ? "{? = call " + quote(call.name()) + "(" + markers + ")}"
        : "{call " + quote(call.name()) + "(" + markers + ")}";
  }

  /** The JDBC type with which an output is registered. */
  int outputType(DataType type);

  /**
   * The JDBC type of an output that is a cursor, or 0 where the engine answers result sets instead.
   */
  default int cursorType() {
    return 0;
  }

  /** The server's name and version in its own words. */
  String version(Connection connection) throws SQLException;

  Schema schema(Connection connection, SchemaFilter filter) throws SQLException;

  /** Looks at what the user may do; the last step of a diagnosis but one. */
  Step privileges(Connection connection, java.time.Duration took) throws SQLException;

  /**
   * What is known of the connection's encryption, such as {@code TLSv1.3}; null when it is not
   * encrypted.
   */
  @Nullable String encryption(Connection connection) throws SQLException;

  /**
   * Copies rows out by one statement, in constant memory; where a transaction is under way, in it.
   *
   * @return how many rows
   */
  default long copyOut(Connection connection, String text, OutputStream target)
      throws SQLException, IOException {
    throw new SQLFeatureNotSupportedException("There is no bulk copy.");
  }

  /** Copies rows in, likewise; nothing is kept where the source fails. */
  default long copyIn(Connection connection, String text, InputStream source)
      throws SQLException, IOException {
    throw new SQLFeatureNotSupportedException("There is no bulk copy.");
  }

  /**
   * Has a connection of its own listen to channels.
   *
   * @param failed translates the driver's errors
   */
  default Listening listen(
      Connection connection, Set<String> channels, Function<SQLException, WeirException> failed)
      throws SQLException {
    throw new SQLFeatureNotSupportedException("There are no notifications.");
  }

  /** What the server knows besides, such as the line of a copy, to follow its message; or "". */
  default String hint(SQLException error) {
    return "";
  }

  /** True when the driver's typed getters tell a column's values without loss. */
  default boolean typedColumns() {
    return true;
  }

  /** True when all requests must share one connection, which is never given up. */
  default boolean single(Definition definition) {
    return false;
  }

  /** True when a connection is opened read-only and stays so. */
  default boolean opensReadOnly(Definition definition) {
    return false;
  }

  /** Steps of a diagnosis before a connection is opened, for engines without a network. */
  default List<Step> before(NodeSettings settings) {
    return List.of();
  }

  /** True for engines that are reached over a network. */
  default boolean networked() {
    return true;
  }
}
