package dev.weir.advisor.postgresql;

import dev.weir.testing.databases.Servers;

/** On PostgreSQL 15. */
class EveryRuleIT extends EveryRuleContract {
  EveryRuleIT() {
    super(Servers::freshPostgresql15);
  }
}
