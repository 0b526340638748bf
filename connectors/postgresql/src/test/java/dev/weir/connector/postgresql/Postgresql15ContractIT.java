package dev.weir.connector.postgresql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.util.Map;

final class Postgresql15ContractIT extends PostgresqlContract {
  @Override
  protected DatabaseServer shared() {
    return Servers.postgresql15();
  }

  @Override
  protected DatabaseServer fresh() {
    return Servers.freshPostgresql15(Map.of());
  }
}
