package dev.weir.connector.postgresql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.Map;

final class Postgresql18ContractIT extends PostgresqlContract {
  @Override
  protected DatabaseServer shared() {
    return Servers.postgresql18();
  }

  @Override
  protected DatabaseServer fresh() {
    return Servers.freshPostgresql18(Map.of());
  }
}
