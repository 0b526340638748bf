package dev.weir.testing.contract;

import dev.weir.spi.Connector;
import dev.weir.testing.databases.DatabaseServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The contract of a relational engine that is a server: one to share, one to break. */
public abstract class SqlServerContract extends SqlContract implements ServerContract {
  private final Connector connector;
  private final SqlSample sample;
  private @Nullable DatabaseServer own;

  protected SqlServerContract(Connector connector, SqlSample sample) {
    this.connector = connector;
    this.sample = sample;
  }

  /** A running server that other classes use as well. */
  protected abstract DatabaseServer shared();

  /** A new server that belongs to the caller. */
  protected abstract DatabaseServer fresh();

  @Override
  public final Connector connector() {
    return connector;
  }

  @Override
  public final SqlSample sample() {
    return sample;
  }

  @Override
  public final String url() {
    return shared().url();
  }

  @Override
  public final String adminUrl() {
    return shared().adminUrl();
  }

  @Override
  public final DatabaseServer ownServer() {
    DatabaseServer server = own;
    if (server == null) {
      server = fresh();
      own = server;
    }
    return server;
  }

  @AfterAll
  final void closeOwnServer() {
    if (own != null) {
      own.close();
    }
  }
}
