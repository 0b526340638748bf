package dev.weir.connector.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Definition;
import dev.weir.api.Isolation;
import dev.weir.api.Rejected;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.TransactionOptions;
import dev.weir.connector.jdbc.ErrorMap;
import dev.weir.connector.jdbc.RelationalEngine;
import dev.weir.spi.Node.Step;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Understanding;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.result.Result;

/** What is particular to MySQL and MariaDB behind JDBC. */
final class MysqlEngine implements RelationalEngine {
  private static final Pattern ALMIGHTY =
      Pattern.compile("GRANT (ALL PRIVILEGES|(.*, )?SUPER(,.*)?) ON \\*\\.\\* TO.*");

  private static final Pattern AS_TEXT =
      Pattern.compile("set\\b|show\\s+(?:warnings|errors)\\b", Pattern.CASE_INSENSITIVE);

  private final Product product;

  MysqlEngine(Product product) {
    this.product = product;
  }

  @Override
  public String displayName() {
    return product.displayName();
  }

  @Override
  public Driver driver() {
    return new FamilyDriver();
  }

  @Override
  public String jdbcUrl(NodeSettings settings) {
    Definition definition = settings.definition();
    String host =
        definition.host().indexOf(':') >= 0 ? "[" + definition.host() + "]" : definition.host();
    return "jdbc:mariadb://"
        + host
        + ":"
        + definition.port()
        + "/"
        + URLEncoder.encode(definition.database(), StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public Properties properties(NodeSettings settings) {
    return DriverSettings.of(settings.definition());
  }

  @Override
  public ErrorMap errors() {
    return MysqlErrors.MAP;
  }

  @Override
  public DataType type(ResultSetMetaData metadata, int column) throws SQLException {
    return MysqlTypes.of(metadata, column);
  }

  @Override
  public @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    return MysqlTypes.read(rows, column, type);
  }

  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    MysqlTypes.bind(statement, index, value);
  }

  /** The server sends rows as they are read; no cursor is needed. */
  @Override
  public boolean cursorNeedsTransaction() {
    return false;
  }

  /** The driver would read the rest itself and throw it away. */
  @Override
  public boolean limitsRows() {
    return false;
  }

  /**
   * MySQL 8.0.15 answers a request to prepare a {@code SET} that the user has no privilege for with
   * half an answer, and the driver would wait for the rest: it is sent as text, by a comment that
   * the driver knows. So are the warnings, which preparing would put away. With values it stays
   * prepared, so that they are bound.
   */
  @Override
  public String prepared(Understanding understanding) {
    return product == Product.MYSQL
            && understanding.parameters().isEmpty()
            && AS_TEXT.matcher(understanding.normalized()).lookingAt()
        ? "/*client prepare*/" + understanding.nativeText()
        : understanding.nativeText();
  }

  @Override
  public int maxParameters() {
    return 65_535;
  }

  /**
   * The session's modes decide where a literal ends, so they are those that statements are read by.
   */
  @Override
  public void prepare(Connection connection, NodeSettings settings) throws SQLException {
    SessionModes.prepare(connection);
  }

  /**
   * For the next transaction alone, so that nothing needs to be set back. It is begun at once: what
   * was said of a transaction that then touches no table would otherwise hold for the one after it.
   */
  @Override
  public void begin(Connection connection, TransactionOptions options) throws SQLException {
    boolean isolated = options.isolation() != Isolation.DEFAULT;
    if (isolated) {
      run(
          connection,
          "SET TRANSACTION ISOLATION LEVEL " + options.isolation().name().replace('_', ' '));
    }
    if (isolated || options.readOnly()) {
      run(connection, options.readOnly() ? "START TRANSACTION READ ONLY" : "START TRANSACTION");
    }
  }

  @Override
  public void cut(Connection connection) throws SQLException {
    Wires.cut(connection.unwrap(org.mariadb.jdbc.Connection.class));
  }

  @Override
  public void abandon(Connection connection, ResultSet results) throws SQLException {
    if (results.unwrap(Result.class).loaded()) {
      return;
    }
    org.mariadb.jdbc.Connection wire = connection.unwrap(org.mariadb.jdbc.Connection.class);
    try {
      wire.cancelCurrentQuery();
    } catch (SQLException e) {
      Wires.cut(wire);
      throw new SQLException(
          "The rest of the result could not be stopped, so the connection was cut.", "08000", e);
    }
    try {
      results.close();
    } catch (SQLException e) {
      if (e.getErrorCode() != MysqlErrors.INTERRUPTED) {
        throw e;
      }
    }
    settle(connection);
  }

  /** {@code KILL QUERY} waits for the session's next statement when none runs: it gets this one. */
  @Override
  public void settle(Connection connection) throws SQLException {
    try {
      run(connection, "DO 0");
    } catch (SQLException e) {
      if (e.getErrorCode() != MysqlErrors.INTERRUPTED) {
        throw e;
      }
    }
  }

  @Override
  public void bindTenant(Connection connection, String setting, String tenant) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, displayName() + " has no row policies that a tenant binds to.");
  }

  @Override
  public String quote(String name) {
    return Arrays.stream(name.split("\\."))
        .map(part -> '`' + part.replace("`", "``") + '`')
        .collect(Collectors.joining("."));
  }

  @Override
  public int outputType(DataType type) {
    return switch (type) {
      case BOOLEAN -> Types.BOOLEAN;
      case INTEGER -> Types.BIGINT;
      case DECIMAL -> Types.DECIMAL;
      case FLOAT -> Types.DOUBLE;
      case BINARY -> Types.VARBINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP, TIMESTAMP_WITH_ZONE -> Types.TIMESTAMP;
      default -> Types.VARCHAR;
    };
  }

  @Override
  public String version(Connection connection) throws SQLException {
    return ServerVersion.of(connection).toString();
  }

  @Override
  public Schema schema(Connection connection, SchemaFilter filter) throws SQLException {
    return new MysqlSchema(connection, filter).read();
  }

  @Override
  public Step privileges(Connection connection, Duration took) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
      while (rows.next()) {
        if (ALMIGHTY.matcher(rows.getString(1)).matches()) {
          return new Step(
              "privileges",
              Step.Outcome.WARNING,
              "The user may do everything on every database of the server.",
              "Use a user of its own with grants on its database alone.",
              took);
        }
      }
    }
    return new Step("privileges", Step.Outcome.OK, "The user is an ordinary one.", "", took);
  }

  @Override
  public @Nullable String encryption(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Ssl_version'")) {
      return rows.next() && !rows.getString(2).isEmpty() ? rows.getString(2) : null;
    }
  }

  private static void run(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }
}
