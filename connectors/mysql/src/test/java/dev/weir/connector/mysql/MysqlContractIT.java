package dev.weir.connector.mysql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.Map;

final class MysqlContractIT extends FamilyContract {
  MysqlContractIT() {
    super(new MysqlConnector(), new MysqlSample());
  }

  @Override
  protected DatabaseServer shared() {
    return Servers.mysql();
  }

  @Override
  protected DatabaseServer fresh() {
    return Servers.freshMysql(Map.of());
  }
}
