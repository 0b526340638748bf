package dev.weir.backup.mysql;

import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.WeirException;

/**
 * What a server says of itself.
 *
 * @param log whether it writes a binary log
 * @param position whether we may see where that stands
 */
record ServerFacts(Version version, boolean log, boolean position) {
  static ServerFacts of(StatementRunner database) {
    return database
        .query(Statement.of("select version(), @@log_bin").timeout(MysqlDump.LONG))
        .first(row -> {
          boolean log = row.longAt(1) != 0;
          return new ServerFacts(Version.ofServer(String.valueOf(row.text(0))), log, log);
        })
        .map(facts -> facts.log() ? facts.seen(database) : facts)
        .orElseThrow();
  }

  private ServerFacts seen(StatementRunner database) {
    try {
      database.query("show master status").list(row -> row.columns().size());
      return this;
    } catch (WeirException e) {
      return new ServerFacts(version, true, false);
    }
  }
}
