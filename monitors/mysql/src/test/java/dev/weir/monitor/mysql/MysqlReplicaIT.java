package dev.weir.monitor.mysql;

import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import java.util.Map;

/** Against two MySQL 8.0. */
class MysqlReplicaIT extends ReplicaContract {
  private static final Map<String, String> NUMBERED =
      Map.of("gtid-mode", "ON", "enforce-gtid-consistency", "ON");

  MysqlReplicaIT() {
    super(
        Servers.freshMysql(NUMBERED),
        Servers.freshMysql(new ServerOptions(NUMBERED).with("skip-log-bin", "1")));
  }

  @Override
  String following() {
    return "master_auto_position = 1";
  }
}
