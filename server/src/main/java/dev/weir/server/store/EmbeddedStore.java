package dev.weir.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.weir.Home;
import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.api.Secret;
import dev.weir.server.problem.ServerError;
import dev.weir.server.store.PostgresCluster.Account;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real PostgreSQL in the home, run as a child process: the server's tables in database {@code
 * weir}, the demo database beside it. Both are reached with a password over the loopback only.
 */
public final class EmbeddedStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedStore.class);

  private final PostgresProcess process;
  private final int port;
  private final HikariDataSource pool;
  private final Secret demoPassword;

  private EmbeddedStore(
      PostgresProcess process, int port, HikariDataSource pool, Secret demoPassword) {
    this.process = process;
    this.port = port;
    this.pool = pool;
    this.demoPassword = demoPassword;
  }

  /**
   * Starts it, and makes it first where there is none yet.
   *
   * @throws Failed with {@code SERVER-005} when it does not start, {@code SERVER-007} when there is
   *     none for this platform
   */
  public static EmbeddedStore start(Home home) {
    try {
      PostgresRuntime runtime = PostgresRuntime.unpack(home.runtime());
      PostgresCluster cluster = new PostgresCluster(runtime, home.store(), home.logs());
      cluster.endLeftover();
      if (!cluster.exists()) {
        LOG.info("Making the store in {}", cluster.data());
        cluster.create();
      }
      int port = cluster.configure();
      String password = random();
      String demoPassword = random();
      cluster.password(Account.STORE, password);
      cluster.password(Account.DEMO, demoPassword);
      PostgresProcess process = PostgresProcess.start(cluster);
      HikariDataSource pool =
          StorePool.open(
              PostgresCluster.HOST,
              port,
              Account.STORE.database(),
              Account.STORE.role(),
              password,
              new Properties());
      return new EmbeddedStore(process, port, pool, Secret.of(demoPassword));
    } catch (IOException e) {
      throw Failed.because(
          ServerError.EMBEDDED_STORE, "The embedded store did not start: " + e.getMessage(), e);
    }
  }

  @Override
  public DataSource dataSource() {
    return pool;
  }

  /** The demo database's definition. */
  public Definition demo() {
    return Definition.builder("demo", "POSTGRESQL")
        .host(PostgresCluster.HOST)
        .port(port)
        .database(Account.DEMO.database())
        .user(Account.DEMO.role())
        .password(demoPassword)
        .build();
  }

  /** The process of the PostgreSQL server. */
  public long pid() {
    return process.pid();
  }

  @Override
  public String describe() {
    return "embedded PostgreSQL " + PostgresRuntime.VERSION + " on port " + port;
  }

  @Override
  public void close() {
    pool.close();
    try {
      process.stop();
    } catch (IOException e) {
      LOG.warn("The embedded store could not be told to stop: {}", e.getMessage());
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
