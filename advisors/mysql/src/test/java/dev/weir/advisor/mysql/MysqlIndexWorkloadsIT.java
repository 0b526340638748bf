package dev.weir.advisor.mysql;

import dev.weir.testing.databases.Servers;

/** On MySQL 8.0. */
class MysqlIndexWorkloadsIT extends IndexWorkloadsContract {
  MysqlIndexWorkloadsIT() {
    super(Servers.freshMysql(COUNTING));
  }
}
