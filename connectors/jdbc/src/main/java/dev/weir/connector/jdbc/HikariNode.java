package dev.weir.connector.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import dev.weir.spi.Node;
import dev.weir.spi.NodeSettings;
import dev.weir.spi.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node whose sessions come from a HikariCP pool, made when the first session is borrowed. */
public final class HikariNode implements Node {
  private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(200);

  private final RelationalEngine engine;
  private final DriverSource source;
  private final Translation translation;
  private volatile NodeSettings settings;
  private volatile int minSize;
  private volatile int maxSize;
  private volatile @Nullable HikariPool pool;
  private volatile boolean closed;

  public HikariNode(RelationalEngine engine, NodeSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.source = new DriverSource(engine, settings);
    this.translation = new Translation(engine, settings.definition().name(), settings.node());
    this.minSize = Math.max(0, settings.definition().pool().minSize());
    this.maxSize = settings.definition().pool().maxSize();
  }

  @Override
  public String name() {
    return settings.node();
  }

  @Override
  public Session borrow(Deadline deadline) {
    return new JdbcSession(engine, connection(deadline), translation, this::discard);
  }

  private Connection connection(Deadline deadline) {
    HikariPool open = opened();
    long start = System.nanoTime();
    Deadline limit =
        deadline.earlier(
            Deadline.at(start + settings.definition().pool().acquireTimeout().toNanos(), 0));
    for (boolean first = true; ; first = false) {
      try {
        long wait = limit.remainingNanos();
        // With no connection that works the server may be away: look up from the queue to say so
        // at once. A queue behind good connections is left once only, to keep its order.
        long slice = first || open.getTotalConnections() == 0 ? Math.min(wait, SLICE) : wait;
        return TimelyConnection.borrowing(
            limit, () -> open.getConnection(Math.max(1, TimeUnit.NANOSECONDS.toMillis(slice))));
      } catch (SQLTransientConnectionException e) {
        SQLException failure = failure(start);
        if (failure != null && open.getTotalConnections() == 0) {
          throw translation.translate(failure, Translation.Phase.CONNECT);
        }
        if (limit.passed()) {
          throw exhausted(open, failure);
        }
      } catch (SQLException e) {
        if (closed) {
          throw Unavailable.because(
              CoreError.SHUTTING_DOWN,
              "Database " + settings.definition().name() + " is being closed.",
              e);
        }
        throw translation.translate(e, Translation.Phase.CONNECT);
      }
    }
  }

  /**
   * Why connecting fails now. A password that was refused before this request may have been
   * corrected since, so that does not count.
   */
  private @Nullable SQLException failure(long start) {
    SQLException recent = source.failureSince(start - 2 * SLICE);
    return recent != null
            && engine.errors().find(recent) == dev.weir.api.DatabaseError.AUTHENTICATION
        ? source.failureBegunSince(start)
        : recent;
  }

  private WeirException exhausted(HikariPool open, @Nullable SQLException failure) {
    if (failure != null) {
      return translation.translate(failure, Translation.Phase.CONNECT);
    }
    PoolStatus status = status(open);
    WeirException error =
        status.total() == 0
            ? WeirException.of(
                dev.weir.api.DatabaseError.CONNECTION_REFUSED,
                "Database " + settings.definition().name() + ": the server did not answer in time.",
                null,
                dev.weir.api.Effect.NONE)
            : Unavailable.because(
                CoreError.POOL_EXHAUSTED,
                "Database "
                    + settings.definition().name()
                    + ": all "
                    + status.limit()
                    + " connections are in use and "
                    + status.waiting()
                    + " requests wait.");
    return WeirException.with(error, "database", settings.definition().name());
  }

  private HikariPool opened() {
    HikariPool open = pool;
    return open != null ? open : create();
  }

  private synchronized HikariPool create() {
    if (closed) {
      throw Unavailable.because(
          CoreError.SHUTTING_DOWN,
          "Database " + settings.definition().name() + " is being closed.");
    }
    HikariPool open = pool;
    if (open == null) {
      open = new HikariPool(config());
      pool = open;
    }
    return open;
  }

  private HikariConfig config() {
    Definition definition = settings.definition();
    HikariConfig config = new HikariConfig();
    config.setPoolName(definition.name() + "/" + settings.node());
    config.setDataSource(source);
    boolean single = engine.single(definition);
    config.setMaximumPoolSize(single ? 1 : maxSize);
    config.setMinimumIdle(single ? 1 : Math.min(minSize, maxSize));
    config.setInitializationFailTimeout(-1);
    config.setConnectionTimeout(Math.max(250, definition.pool().acquireTimeout().toMillis()));
    config.setValidationTimeout(
        Math.clamp(definition.timeouts().connect().toMillis(), 250, config.getConnectionTimeout()));
    config.setIdleTimeout(single ? 0 : definition.pool().idleTimeout().toMillis());
    config.setMaxLifetime(single ? 0 : definition.pool().maxLifetime().toMillis());
    config.setAutoCommit(true);
    config.setReadOnly(engine.opensReadOnly(definition));
    return config;
  }

  private void discard(Connection connection) {
    HikariPool open = pool;
    if (open != null) {
      open.evictConnection(connection);
    }
  }

  @Override
  public PoolStatus pool() {
    HikariPool open = pool;
    return open == null ? new PoolStatus(0, 0, 0, maxSize) : status(open);
  }

  private PoolStatus status(HikariPool open) {
    return new PoolStatus(
        open.getActiveConnections(),
        open.getIdleConnections(),
        open.getThreadsAwaitingConnection(),
        maxSize);
  }

  @Override
  public synchronized void resize(int minSize, int maxSize) {
    this.minSize = minSize;
    this.maxSize = maxSize;
    HikariPool open = pool;
    if (open != null && !engine.single(settings.definition())) {
      open.config.setMinimumIdle(Math.min(minSize, open.config.getMaximumPoolSize()));
      open.config.setMaximumPoolSize(maxSize);
      open.config.setMinimumIdle(minSize);
    }
  }

  @Override
  public synchronized boolean adopt(Definition changed) {
    if (!settings.definition().connectsLike(changed)) {
      return false;
    }
    settings = new NodeSettings(changed, settings.node(), settings.replica(), settings.password());
    HikariPool open = pool;
    if (open != null && !engine.single(changed)) {
      open.config.setIdleTimeout(changed.pool().idleTimeout().toMillis());
      open.config.setMaxLifetime(changed.pool().maxLifetime().toMillis());
    }
    return true;
  }

  @Override
  public String version(Deadline deadline) {
    return with(deadline, engine::version);
  }

  @Override
  public Schema schema(SchemaFilter filter, Deadline deadline) {
    return with(deadline, connection -> engine.schema(connection, filter));
  }

  @Override
  public Listening listen(Set<String> channels, Deadline deadline) {
    Connection connection = null;
    Listening listening = null;
    try {
      connection = source.open(deadline);
      listening =
          engine.listen(
              connection,
              channels,
              error -> translation.translate(error, Translation.Phase.STATEMENT));
      return listening;
    } catch (TimeoutException e) {
      throw late(e);
    } catch (SQLException e) {
      throw translation.translate(e, Translation.Phase.CONNECT);
    } finally {
      if (connection != null && listening == null) {
        abandon(connection);
      }
    }
  }

  private void abandon(Connection connection) {
    try {
      engine.cut(connection);
    } catch (SQLException e) {
      discard(connection);
    }
  }

  private Unavailable late(TimeoutException error) {
    return Unavailable.because(
        CoreError.DEADLINE,
        "Database " + settings.definition().name() + ": the server did not answer in time.",
        error);
  }

  private <T> T with(Deadline deadline, Question<T> question) {
    try (Connection connection = connection(deadline)) {
      return TimelyConnection.within(engine, deadline, connection, () -> question.ask(connection));
    } catch (TimeoutException e) {
      throw late(e);
    } catch (SQLException e) {
      throw translation.translate(e, Translation.Phase.STATEMENT);
    }
  }

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  @Override
  public void diagnose(Deadline deadline, Consumer<Step> listener) {
    new Diagnosis(engine, settings, source, translation).run(deadline, listener);
  }

  @Override
  public void evict() {
    HikariPool open = pool;
    if (open != null && !engine.single(settings.definition())) {
      open.softEvictConnections();
    }
  }

  @Override
  public void close() {
    closed = true;
    HikariPool open = pool;
    if (open != null) {
      try {
        open.shutdown();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
