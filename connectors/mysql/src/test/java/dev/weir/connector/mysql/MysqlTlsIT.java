package dev.weir.connector.mysql;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;

final class MysqlTlsIT extends TlsBehaviour {
  @Override
  DatabaseServer fresh(ServerOptions options) {
    return Servers.freshMysql(options);
  }

  /** It makes a certificate of its own unless it is told not to speak TLS. */
  @Override
  ServerOptions plain() {
    return ServerOptions.DEFAULTS.with("ssl", "OFF");
  }
}
