package dev.weir.advisor.postgresql;

import dev.weir.testing.databases.Servers;
import org.junit.jupiter.api.Tag;

/** On PostgreSQL 18. */
@Tag("long")
class EveryRuleOn18IT extends EveryRuleContract {
  EveryRuleOn18IT() {
    super(Servers::freshPostgresql18);
  }
}
