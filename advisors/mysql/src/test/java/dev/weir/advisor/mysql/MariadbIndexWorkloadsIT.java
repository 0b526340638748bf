package dev.weir.advisor.mysql;

import dev.weir.testing.databases.Servers;

/** On MariaDB 11.4. */
class MariadbIndexWorkloadsIT extends IndexWorkloadsContract {
  MariadbIndexWorkloadsIT() {
    super(Servers.freshMariadb(COUNTING));
  }
}
