package dev.weir.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to the store. */
final class StorePool {
  private static final int MOST = 10;

  private StorePool() {}

  /** A pool that connects when it is first used, and never gives up for good. */
  static HikariDataSource open(
      String host,
      int port,
      String database,
      @Nullable String user,
      @Nullable String password,
      Properties parameters) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store");
    config.setDataSource(source(host, port, database, user, password, parameters));
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(10_000);
    config.setInitializationFailTimeout(-1);
    return new HikariDataSource(config);
  }

  private static PGSimpleDataSource source(
      String host,
      int port,
      String database,
      @Nullable String user,
      @Nullable String password,
      Properties parameters) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    StringBuilder url =
        new StringBuilder("jdbc:postgresql://" + (host.contains(":") ? "[" + host + "]" : host));
    source.setURL(url.append(':').append(port).append('/').toString());
    source.setDatabaseName(database);
    try {
      for (String name : parameters.stringPropertyNames()) {
        source.setProperty(name, parameters.getProperty(name));
      }
    } catch (java.sql.SQLException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    source.setUser(user);
    source.setPassword(password);
    source.setCurrentSchema(Store.SCHEMA + ",public");
    source.setApplicationName("weir-server");
    source.setConnectTimeout(10);
    source.setTcpKeepAlive(true);
    return source;
  }
}
