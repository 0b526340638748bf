package dev.weir.connector.mysql;

import dev.weir.testing.databases.Servers;

final class MariadbIT extends ServerBehaviour {
  MariadbIT() {
    super(Servers.mariadb());
  }

  @Override
  String version() {
    return "MariaDB 11.4.5";
  }

  @Override
  String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  @Override
  String now() {
    return "current_timestamp()";
  }
}
