package dev.weir.connector.postgresql;

import dev.weir.spi.Connector;
import dev.weir.testing.contract.ServerContract;
import dev.weir.testing.contract.SqlContract;
import dev.weir.testing.contract.SqlSample;
import dev.weir.testing.databases.DatabaseServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The contract on PostgreSQL, whatever its version. */
abstract class PostgresqlContract extends SqlContract implements ServerContract {
  private final Connector connector = new PostgresqlConnector();
  private final SqlSample sample = new PostgresqlSample();
  private @Nullable DatabaseServer own;

  abstract DatabaseServer shared();

  abstract DatabaseServer fresh();

  @Override
  public Connector connector() {
    return connector;
  }

  @Override
  public SqlSample sample() {
    return sample;
  }

  @Override
  public String url() {
    return shared().url();
  }

  @Override
  public String adminUrl() {
    return shared().adminUrl();
  }

  @Override
  public DatabaseServer ownServer() {
    DatabaseServer server = own;
    if (server == null) {
      server = fresh();
      own = server;
    }
    return server;
  }

  @AfterAll
  void closeOwnServer() {
    if (own != null) {
      own.close();
    }
  }
}
