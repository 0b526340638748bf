package dev.weir.backup.sqlite;

import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;

/**
 * What a database says of itself.
 *
 * @param version of the library, such as {@code 3.54.1}
 * @param bytes of the file, with what waits in its journal
 */
record SqliteFacts(String version, long bytes) {
  private static final String QUESTION =
      "select sqlite_version(), page_count * page_size from pragma_page_count, pragma_page_size";

  static SqliteFacts of(StatementRunner database) {
    return database
        .query(Statement.of(QUESTION))
        .first(row -> new SqliteFacts(String.valueOf(row.text(0)), row.longAt(1)))
        .orElseThrow();
  }
}
