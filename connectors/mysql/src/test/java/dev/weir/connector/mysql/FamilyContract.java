package dev.weir.connector.mysql;

import dev.weir.api.DatabaseError;
import dev.weir.spi.Connector;
import dev.weir.testing.contract.ServerContract;
import dev.weir.testing.contract.SqlContract;
import dev.weir.testing.contract.SqlSample;
import dev.weir.testing.databases.DatabaseServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

/** The contract on both servers. */
abstract class FamilyContract extends SqlContract implements ServerContract {
  private final Connector connector;
  private final SqlSample sample;
  private @Nullable DatabaseServer own;

  FamilyContract(Connector connector, SqlSample sample) {
    this.connector = connector;
    this.sample = sample;
  }

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

  /** A login learns nothing of databases on which it has no privilege, not even that none is. */
  @Override
  public DatabaseError unknownDatabase() {
    return DatabaseError.PERMISSION;
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
