package dev.weir.advisor.mysql;

import dev.weir.testing.databases.Servers;
import java.util.Map;

/** On MySQL 8.0. */
class MysqlEveryRuleIT extends EveryRuleContract {
  MysqlEveryRuleIT() {
    super(Servers::freshMysql, with(HEALTHY, "internal-tmp-mem-storage-engine", "MEMORY"));
  }

  @Override
  String following() {
    return "master_auto_position = 0";
  }

  /** It writes a binary log unless it is told not to. */
  @Override
  Map<String, String> careless() {
    return with(CARELESS, "skip-log-bin", "1");
  }
}
