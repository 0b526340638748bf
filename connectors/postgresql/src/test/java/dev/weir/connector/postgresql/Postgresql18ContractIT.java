package dev.weir.connector.postgresql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.Map;

final class Postgresql18ContractIT extends PostgresqlContract {
  @Override
  DatabaseServer shared() {
    return Servers.postgresql18();
  }

  @Override
  DatabaseServer fresh() {
    return Servers.freshPostgresql18(Map.of());
  }
}
