package dev.weir.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.weir.api.CoreError;
import dev.weir.api.Failed;
import dev.weir.api.Rejected;
import dev.weir.server.problem.ServerError;
import dev.weir.spi.ServerUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Any PostgreSQL from 14 on as the store. */
public final class ExternalStore implements Store {
  private static final String EXAMPLE =
      "postgresql://weir@host:5432/database?password=env://STORE_PASSWORD";
  private static final int OLDEST = 14;

  private final HikariDataSource pool;
  private final String description;

  private ExternalStore(HikariDataSource pool, String description) {
    this.pool = pool;
    this.description = description;
  }

  /**
   * Connects and checks the version.
   *
   * @param url its password may be a reference; where there is none, {@code PGPASSWORD} counts
   * @param secrets resolves a password that is a reference
   * @throws Failed with {@code SERVER-003} or {@code SERVER-004}
   */
  public static ExternalStore open(
      String url, Map<String, String> environment, Function<String, @Nullable String> secrets) {
    ServerUrl parts =
        ServerUrl.parse(url, Set.of("postgresql", "postgres"), EXAMPLE)
            .orElseThrow(() ->
                Rejected.because(
                    CoreError.INVALID_URL,
                    "The store must be a PostgreSQL. Write its URL as " + EXAMPLE + "."));
    Properties parameters = new Properties();
    parameters.putAll(parts.parameters());
    parameters.remove("user");
    parameters.remove("password");
    String said = parts.parameters().getOrDefault("password", parts.password());
    HikariDataSource pool =
        StorePool.open(
            parts.host(),
            parts.port() == 0 ? 5432 : parts.port(),
            parts.path(),
            parts.parameters().getOrDefault("user", parts.user()),
            said == null ? environment.get("PGPASSWORD") : secrets.apply(said),
            parameters);
    try {
      return new ExternalStore(pool, version(pool, parts) + " at " + parts);
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static String version(DataSource source, ServerUrl where) {
    try (Connection connection = source.getConnection()) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      String version = connection.getMetaData().getDatabaseProductVersion();
      if (major < OLDEST) {
        throw Failed.because(
            ServerError.STORE_VERSION,
            "The store at " + where + " is PostgreSQL " + version + "; Weir needs 14 or newer.");
      }
      return "PostgreSQL " + version;
    } catch (SQLException e) {
      throw Failed.because(
          ServerError.STORE_UNREACHABLE,
          "The store at " + where + " cannot be reached: " + reason(e) + ".",
          e);
    }
  }

  /** The pool says that it timed out; why is told by what it was told. */
  private static String reason(SQLException error) {
    Throwable deepest = error;
    while (deepest.getCause() instanceof SQLException cause) {
      deepest = cause;
    }
    String message = String.valueOf(deepest.getMessage());
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    pool.close();
  }
}
