package dev.weir.testing.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Real servers for tests: shared ones, started on first use and ended with the JVM, and fresh
 * private ones for tests that break them.
 *
 * <p>Each has a login {@code weir} (Redis: {@code default}) with password {@code weir-secret} and a
 * database {@code weir} (Redis: {@code 0}). Shared servers do not wait for the disk; fresh ones
 * keep what they acknowledged, unless their settings say otherwise.
 */
public final class Servers {
  private static final Shared POSTGRESQL_15 = new Shared(PostgreSql.V15, PostgreSql.SHARED);
  private static final Shared POSTGRESQL_18 = new Shared(PostgreSql.V18, PostgreSql.SHARED);
  private static final Shared MARIADB = new Shared(MariaDb.V11, MySqlFamily.SHARED);
  private static final Shared MYSQL = new Shared(MySql.V8, MySqlFamily.SHARED);
  private static final Shared REDIS = new Shared(Redis.V6, ServerOptions.DEFAULTS);

  private Servers() {}

  public static DatabaseServer postgresql15() {
    return POSTGRESQL_15.server();
  }

  public static DatabaseServer postgresql18() {
    return POSTGRESQL_18.server();
  }

  public static DatabaseServer mariadb() {
    return MARIADB.server();
  }

  public static DatabaseServer mysql() {
    return MYSQL.server();
  }

  public static DatabaseServer redis() {
    return REDIS.server();
  }

  public static DatabaseServer freshPostgresql15(Map<String, String> settings) {
    return freshPostgresql15(new ServerOptions(settings));
  }

  public static DatabaseServer freshPostgresql15(ServerOptions options) {
    return fresh(PostgreSql.V15, options);
  }

  public static DatabaseServer freshPostgresql18(Map<String, String> settings) {
    return freshPostgresql18(new ServerOptions(settings));
  }

  public static DatabaseServer freshPostgresql18(ServerOptions options) {
    return fresh(PostgreSql.V18, options);
  }

  public static DatabaseServer freshMariadb(Map<String, String> settings) {
    return freshMariadb(new ServerOptions(settings));
  }

  public static DatabaseServer freshMariadb(ServerOptions options) {
    return fresh(MariaDb.V11, options);
  }

  public static DatabaseServer freshMysql(Map<String, String> settings) {
    return freshMysql(new ServerOptions(settings));
  }

  public static DatabaseServer freshMysql(ServerOptions options) {
    return fresh(MySql.V8, options);
  }

  public static DatabaseServer freshRedis(Map<String, String> settings) {
    return freshRedis(new ServerOptions(settings));
  }

  public static DatabaseServer freshRedis(ServerOptions options) {
    return fresh(Redis.V6, options);
  }

  /** A path for a new SQLite database; nothing is there yet, and it goes with the JVM. */
  public static Path sqliteFile() {
    try {
      return RunDirectory.subdirectory("sqlite").resolve(UUID.randomUUID() + ".db");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DatabaseServer fresh(Engine engine, ServerOptions options) {
    return LocalServer.open(engine, options, false);
  }

  /** A server that is started when it is first asked for, and again when that failed. */
  private static final class Shared {
    private final Engine engine;
    private final ServerOptions options;
    private @Nullable DatabaseServer server;

    Shared(Engine engine, ServerOptions options) {
      this.engine = engine;
      this.options = options;
    }

    synchronized DatabaseServer server() {
      if (server == null) {
        server = LocalServer.open(engine, options, true);
      }
      return server;
    }
  }
}
