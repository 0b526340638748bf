package dev.weir.connector.postgresql;

import dev.weir.api.DataType;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.WeirException;
import dev.weir.connector.jdbc.CommonTypes;
import dev.weir.connector.jdbc.ErrorMap;
import dev.weir.connector.jdbc.RelationalEngine;
import dev.weir.spi.Listening;
import dev.weir.spi.Node.Step;
import dev.weir.spi.NodeSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGResultSetMetaData;

/** What is particular to PostgreSQL behind JDBC. */
final class PostgresqlEngine implements RelationalEngine {
  /** The format code of text in the wire protocol; binary is 1. */
  private static final int TEXT = 0;

  private static final int COPY_BYTES = 64 * 1024;

  @Override
  public String displayName() {
    return "PostgreSQL";
  }

  @Override
  public Driver driver() {
    return new org.postgresql.Driver();
  }

  @Override
  public String jdbcUrl(NodeSettings settings) {
    Definition definition = settings.definition();
    String host =
        definition.host().indexOf(':') >= 0 ? "[" + definition.host() + "]" : definition.host();
    return "jdbc:postgresql://"
        + host
        + ":"
        + definition.port()
        + "/"
        + encode(definition.database());
  }

  private static String encode(String name) {
    return java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8)
        .replace("+", "%20");
  }

  @Override
  public Properties properties(NodeSettings settings) {
    Definition definition = settings.definition();
    Properties properties = new Properties();
    long connectSeconds = Math.max(1, definition.timeouts().connect().toSeconds());
    properties.setProperty("connectTimeout", Long.toString(connectSeconds));
    properties.setProperty("loginTimeout", Long.toString(connectSeconds));
    properties.setProperty("cancelSignalTimeout", Long.toString(Math.min(10, connectSeconds)));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", "weir");
    properties.setProperty("assumeMinServerVersion", "12");
    properties.setProperty("logServerErrorDetail", "false");
    tls(definition.tls(), properties);
    properties.putAll(definition.parameters());
    return properties;
  }

  private static void tls(Tls tls, Properties properties) {
    properties.setProperty("sslmode", tls.mode().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    properties.setProperty("sslfactory", PemTls.class.getName());
    properties.setProperty(PemTls.MINIMUM_VERSION, tls.minimumVersion());
    if (tls.ca() != null) {
      properties.setProperty("sslrootcert", tls.ca());
    }
    if (tls.certificate() != null) {
      properties.setProperty("sslcert", tls.certificate());
    }
    if (tls.key() != null) {
      properties.setProperty("sslkey", tls.key());
    }
  }

  @Override
  public ErrorMap errors() {
    return PostgresqlErrors.MAP;
  }

  @Override
  public DataType type(ResultSetMetaData metadata, int column) throws SQLException {
    int jdbcType = metadata.getColumnType(column);
    return switch (jdbcType) {
      // What these are needs no name, and to tell that the driver asks the server for the table.
      case Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.NUMERIC,
          Types.REAL,
          Types.VARCHAR,
          Types.CHAR,
          Types.DATE,
          Types.BINARY,
          Types.ARRAY ->
          CommonTypes.of(jdbcType);
      default -> PostgresqlTypes.of(metadata.getColumnTypeName(column), jdbcType);
    };
  }

  @Override
  public @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    return PostgresqlTypes.read(rows, column, type);
  }

  /** Asks for the value as it came, since the driver makes objects to be asked for NULL. */
  @Override
  public boolean isNull(ResultSet rows, int column) throws SQLException {
    return rows.getBytes(column) == null;
  }

  @Override
  public boolean offersUtf8(ResultSetMetaData metadata, int column, DataType type)
      throws SQLException {
    return PostgresqlTypes.printedAlike(type)
        && metadata instanceof PGResultSetMetaData known
        && known.getFormat(column) == TEXT;
  }

  @Override
  public byte @Nullable [] utf8(ResultSet rows, int column, DataType type) throws SQLException {
    return PostgresqlTypes.utf8(rows, column, type);
  }

  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    PostgresqlTypes.bind(statement, index, value);
  }

  /**
   * By way of the connection: a statement that is being cancelled waits for the cancel to end, and
   * one that fetches further rows is not cancelled at all.
   */
  @Override
  public void cancel(Connection connection, Statement running) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public long copyOut(Connection connection, String text, OutputStream target)
      throws SQLException, IOException {
    begin(connection);
    return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(text, target);
  }

  @Override
  public long copyIn(Connection connection, String text, InputStream source)
      throws SQLException, IOException {
    begin(connection);
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(text, source, COPY_BYTES);
  }

  /** The driver begins a transaction for a copy without saying that it only reads. */
  private static void begin(Connection connection) throws SQLException {
    if (!connection.getAutoCommit()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("select 1");
      }
    }
  }

  @Override
  public Listening listen(
      Connection connection, Set<String> channels, Function<SQLException, WeirException> failed)
      throws SQLException {
    return PostgresqlListening.begin(this, connection, channels, failed);
  }

  @Override
  public String hint(SQLException error) {
    return PostgresqlErrors.hint(error);
  }

  @Override
  public boolean cursorNeedsTransaction() {
    return true;
  }

  @Override
  public int maxParameters() {
    return 65_535;
  }

  @Override
  public void bindTenant(Connection connection, String setting, String tenant) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_catalog.set_config(?, ?, true)")) {
      statement.setString(1, setting);
      statement.setString(2, tenant);
      statement.execute();
    }
  }

  @Override
  public String quote(String name) {
    return Arrays.stream(name.split("\\."))
        .map(part -> '"' + part.replace("\"", "\"\"") + '"')
        .collect(Collectors.joining("."));
  }

  /** Functions are selected from and procedures called; the driver chooses by the braces. */
  @Override
  public String callText(dev.weir.api.Call call) {
    String markers =
        String.join(", ", java.util.Collections.nCopies(call.parameters().size(), "?"));
    String target = quote(call.name()) + "(" + markers + ")";
    return call.function() ? "{? = call " + target + "}" : "call " + target;
  }

  @Override
  public int outputType(DataType type) {
    return switch (type) {
      case BOOLEAN -> Types.BIT;
      case INTEGER -> Types.BIGINT;
      case DECIMAL -> Types.NUMERIC;
      case FLOAT -> Types.DOUBLE;
      case TEXT -> Types.VARCHAR;
      case BINARY -> Types.BINARY;
      case DATE -> Types.DATE;
      case TIME -> Types.TIME;
      case TIMESTAMP -> Types.TIMESTAMP;
      case TIMESTAMP_WITH_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
      case ARRAY -> Types.ARRAY;
      default -> Types.OTHER;
    };
  }

  @Override
  public int cursorType() {
    return Types.REF_CURSOR;
  }

  @Override
  public String version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show server_version")) {
      rows.next();
      return "PostgreSQL " + rows.getString(1);
    }
  }

  @Override
  public Schema schema(Connection connection, SchemaFilter filter) throws SQLException {
    return new PostgresqlSchema(connection, filter).read();
  }

  @Override
  public Step privileges(Connection connection, Duration took) throws SQLException {
    String question =
        """
        select r.rolsuper, r.rolbypassrls, pg_catalog.pg_is_in_recovery(),
               pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMP')
          from pg_catalog.pg_roles r where r.rolname = current_user
        """;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      rows.next();
      if (rows.getBoolean(1) || rows.getBoolean(2)) {
        return new Step(
            "privileges",
            Step.Outcome.WARNING,
            "The user is a superuser or bypasses row-level security.",
            "Use a role of its own that owns nothing and has only the grants that it needs.",
            took);
      }
      return new Step(
          "privileges",
          Step.Outcome.OK,
          "The user is an ordinary role" + (rows.getBoolean(3) ? " on a standby." : "."),
          "",
          took);
    }
  }

  @Override
  public @Nullable String encryption(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select version from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()"
                    + " and ssl")) {
      return rows.next() ? rows.getString(1) : null;
    }
  }
}
