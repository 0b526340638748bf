package dev.weir.server.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.weir.Home;
import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.api.Secret;
import dev.weir.engine.secret.SealedFileSecrets;
import dev.weir.runtime.postgresql.BundledPostgres;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.server.problem.ServerError;
import dev.weir.server.store.PostgresCluster.Account;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
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

  private static final Duration START = Duration.ofSeconds(60);

  private final StoreProcess process;
  private final int port;
  private final HikariDataSource pool;

  private EmbeddedStore(StoreProcess process, int port, HikariDataSource pool) {
    this.process = process;
    this.port = port;
    this.pool = pool;
  }

  /**
   * Starts it, and makes it first where there is none yet.
   *
   * @throws Failed with {@code SERVER-005} when it does not start, {@code SERVER-007} when there is
   *     none for this platform
   */
  public static EmbeddedStore start(Home home, SealedFileSecrets secrets) {
    try {
      if (!BundledPostgres.available()) {
        throw Failed.because(
            ServerError.PLATFORM,
            "This distribution of Weir has no " + BundledPostgres.archive() + ".");
      }
      PostgresInstallation runtime = BundledPostgres.unpack(home.runtime());
      PostgresCluster cluster = new PostgresCluster(runtime, home.store(), home.logs());
      cluster.endLeftover();
      Map<Account, String> missing = seal(secrets);
      if (!cluster.exists()) {
        LOG.info("Making the store in {}", cluster.data());
        cluster.create(passwords(secrets));
      } else {
        cluster.grantMissing();
        if (!missing.isEmpty()) {
          cluster.passwords(missing);
        }
      }
      int port = cluster.configure();
      Path log = cluster.logs().resolve("store-start.log");
      StoreProcess process =
          StoreProcess.start(() -> PostgresProcess.start(runtime, cluster.data(), log, START));
      HikariDataSource pool =
          StorePool.open(
              PostgresCluster.HOST,
              port,
              Account.STORE.database(),
              Account.STORE.role(),
              passwords(secrets).get(Account.STORE),
              new Properties());
      return new EmbeddedStore(process, port, pool);
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
        .password(Secret.of("sealed://" + secret(Account.DEMO)))
        .build();
  }

  /** The process of the PostgreSQL server. */
  public long pid() {
    return process.pid();
  }

  @Override
  public String describe() {
    return "embedded PostgreSQL " + BundledPostgres.VERSION + " on port " + port;
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

  /** Seals a new password for each account that has none; answers those that are new. */
  private static Map<Account, String> seal(SealedFileSecrets secrets) {
    Map<Account, String> made = new EnumMap<>(Account.class);
    for (Account account : Account.values()) {
      if (secrets.get(secret(account)).isEmpty()) {
        String password = random();
        secrets.set(secret(account), Secret.of(password));
        made.put(account, password);
      }
    }
    return made;
  }

  private static Map<Account, String> passwords(SealedFileSecrets secrets) {
    Map<Account, String> all = new EnumMap<>(Account.class);
    for (Account account : Account.values()) {
      all.put(account, secrets.get(secret(account)).orElseThrow().reveal());
    }
    return all;
  }

  private static String secret(Account account) {
    return "store/" + account.role();
  }

  private static String random() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
