package dev.weir.advisor.mysql;

import dev.weir.testing.databases.Servers;
import org.junit.jupiter.api.Tag;

/** On MySQL 8.0. */
@Tag("long")
class MysqlIndexWorkloadsIT extends IndexWorkloadsContract {
  MysqlIndexWorkloadsIT() {
    super(Servers.freshMysql(COUNTING));
  }
}
