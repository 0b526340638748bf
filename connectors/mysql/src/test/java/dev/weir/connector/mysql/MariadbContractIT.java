package dev.weir.connector.mysql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.Map;

final class MariadbContractIT extends FamilyContract {
  MariadbContractIT() {
    super(new MariadbConnector(), new MariadbSample());
  }

  @Override
  protected DatabaseServer shared() {
    return Servers.mariadb();
  }

  @Override
  protected DatabaseServer fresh() {
    return Servers.freshMariadb(Map.of());
  }
}
