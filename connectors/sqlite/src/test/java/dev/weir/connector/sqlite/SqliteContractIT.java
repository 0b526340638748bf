package dev.weir.connector.sqlite;

import dev.weir.spi.Connector;
import dev.weir.testing.contract.SqlContract;
import dev.weir.testing.contract.SqlSample;
import dev.weir.testing.databases.Servers;

final class SqliteContractIT extends SqlContract {
  private final Connector connector = new SqliteConnector();
  private final SqlSample sample = new SqliteSample();
  private final String url = "sqlite:" + Servers.sqliteFile() + "?create=true";

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
    return url;
  }

  @Override
  public String adminUrl() {
    return url;
  }
}
