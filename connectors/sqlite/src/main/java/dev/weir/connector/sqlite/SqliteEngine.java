package dev.weir.connector.sqlite;

import dev.weir.api.CoreError;
import dev.weir.api.DataType;
import dev.weir.api.Definition;
import dev.weir.api.Rejected;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.TransactionOptions;
import dev.weir.connector.jdbc.ErrorMap;
import dev.weir.connector.jdbc.RelationalEngine;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import dev.weir.spi.NodeSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/** What is particular to SQLite behind JDBC. */
final class SqliteEngine implements RelationalEngine {
  /** How long a writer waits for another. */
  private static final int BUSY_MILLIS = 5_000;

  @Override
  public String displayName() {
    return "SQLite";
  }

  @Override
  public Driver driver() {
    return new JDBC();
  }

  @Override
  public String jdbcUrl(NodeSettings settings) {
    return JDBC.PREFIX + settings.definition().database();
  }

  @Override
  public Properties properties(NodeSettings settings) {
    Definition definition = settings.definition();
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    TreeMap<String, String> parameters = new TreeMap<>(definition.parameters());
    boolean create = Boolean.parseBoolean(parameters.remove("create"));
    if (definition.readOnly()) {
      config.setReadOnly(true);
    } else {
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
      if (!create && !single(definition)) {
        config.resetOpenMode(SQLiteOpenMode.CREATE);
      }
    }
    Properties properties = config.toProperties();
    properties.putAll(parameters);
    return properties;
  }

  @Override
  public boolean single(Definition definition) {
    return definition.database().equals(SqliteConnector.MEMORY);
  }

  @Override
  public boolean opensReadOnly(Definition definition) {
    return definition.readOnly();
  }

  @Override
  public ErrorMap errors() {
    return SqliteErrors.MAP;
  }

  @Override
  public DataType type(ResultSetMetaData metadata, int column) throws SQLException {
    return SqliteTypes.of(metadata, column);
  }

  @Override
  public boolean typedColumns() {
    return false;
  }

  @Override
  public @Nullable Object read(ResultSet rows, int column, DataType type) throws SQLException {
    return SqliteTypes.read(rows, column, type);
  }

  @Override
  public void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    SqliteTypes.bind(statement, index, value);
  }

  @Override
  public boolean cursorNeedsTransaction() {
    return false;
  }

  @Override
  public int maxParameters() {
    return 32_766;
  }

  /** The engine refuses levels before; a transaction is always serializable. */
  @Override
  public void begin(Connection connection, TransactionOptions options) throws SQLException {
    if (options.readOnly()) {
      readOnly(connection, true);
    }
  }

  /** The driver cannot change the mode of an open file, but the library can refuse to write. */
  @Override
  public void readOnly(Connection connection, boolean on) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma query_only = " + (on ? "on" : "off"));
    }
  }

  @Override
  public void bindTenant(Connection connection, String setting, String tenant) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, "SQLite cannot filter rows by a tenant bound to a transaction.");
  }

  @Override
  public String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public int outputType(DataType type) {
    throw Rejected.because(CoreError.NOT_SUPPORTED, "SQLite has no procedures.");
  }

  @Override
  public String version(Connection connection) throws SQLException {
    return "SQLite " + ask(connection, "select sqlite_version()");
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  @Override
  public Schema schema(Connection connection, SchemaFilter filter) throws SQLException {
    return new SqliteSchema(connection, filter).read();
  }

  @Override
  public boolean networked() {
    return false;
  }

  @Override
  public List<Step> before(NodeSettings settings) {
    Definition definition = settings.definition();
    if (single(definition)) {
      return List.of(ok("file", "The database is in this process's memory.", Duration.ZERO));
    }
    long start = System.nanoTime();
    Path file = Path.of(definition.database()).toAbsolutePath();
    boolean creates = Boolean.parseBoolean(definition.parameters().get("create"));
    if (!Files.exists(file)) {
      return List.of(
          creates
              ? ok("file", file + " does not exist yet and will be created.", since(start))
              : failed(
                  "file",
                  file + " does not exist.",
                  "Correct the path, or add the parameter create=true.",
                  start));
    }
    List<Step> steps = new ArrayList<>();
    steps.add(
        Files.isRegularFile(file)
            ? ok("file", file + " exists.", since(start))
            : failed("file", file + " is not a file.", "Name the file itself.", start));
    steps.add(
        Files.isReadable(file)
            ? ok("readable", "This process may read it.", since(start))
            : failed(
                "readable",
                "This process may not read it.",
                "Let its user read the file and enter its folders.",
                start));
    steps.add(writable(file, definition, start));
    return steps;
  }

  private static Step writable(Path file, Definition definition, long start) {
    Path folder = file.getParent();
    boolean may = Files.isWritable(file) && folder != null && Files.isWritable(folder);
    if (may || definition.readOnly()) {
      String finding = may ? "This process may write it." : "It is only read.";
      return ok("writable", finding, since(start));
    }
    return new Step(
        "writable",
        Outcome.WARNING,
        "This process may not write the file or its folder.",
        "Let its user write both, or set read-only: true.",
        since(start));
  }

  @Override
  public Step privileges(Connection connection, Duration took) throws SQLException {
    String verdict = ask(connection, "pragma quick_check(1)");
    return verdict.equals("ok")
        ? ok("integrity", "The file is sound.", took)
        : new Step(
            "integrity",
            Outcome.FAILED,
            "The file is damaged: " + verdict + ".",
            "Restore it from a backup, or recover what can be with `.recover`.",
            took);
  }

  private static Step ok(String name, String finding, Duration took) {
    return new Step(name, Outcome.OK, finding, "", took);
  }

  private static Step failed(String name, String finding, String mend, long start) {
    return new Step(name, Outcome.FAILED, finding, mend, since(start));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Override
  public @Nullable String encryption(Connection connection) {
    return null;
  }
}
