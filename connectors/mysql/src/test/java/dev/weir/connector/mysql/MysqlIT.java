package dev.weir.connector.mysql;

import dev.weir.testing.databases.Servers;

final class MysqlIT extends ServerBehaviour {
  MysqlIT() {
    super(Servers.mysql());
  }

  @Override
  String version() {
    return "MySQL 8.0.15";
  }

  @Override
  String now() {
    return "CURRENT_TIMESTAMP";
  }
}
