package dev.weir.monitor.mysql;

import dev.weir.testing.databases.Servers;
import java.util.Map;

/** Against two MariaDB 11.4. */
class MariadbReplicaIT extends ReplicaContract {
  MariadbReplicaIT() {
    super(
        Servers.freshMariadb(Map.of("log-bin", "changes", "binlog-format", "row", "ssl", "0")),
        Servers.freshMariadb(Map.of("ssl", "0")));
  }

  @Override
  String following() {
    return "master_use_gtid = slave_pos, master_ssl = 0, master_ssl_verify_server_cert = 0";
  }
}
