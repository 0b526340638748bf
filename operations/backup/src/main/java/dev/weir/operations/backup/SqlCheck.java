package dev.weir.operations.backup;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Finding.Outcome;
import java.time.Duration;

/**
 * What a user wants to be true of a restored database.
 *
 * @param sql a statement of which the first column of the first row counts, as text
 * @param expected what it must be; {@code null} as text for SQL NULL, empty for no row
 */
public record SqlCheck(String name, String sql, String expected) {
  Finding run(Database restored, Duration patience) {
    try {
      String found =
          restored
              .query(Statement.of(sql).readOnly().timeout(patience).maxRows(1))
              .first(row -> String.valueOf(row.text(0)))
              .orElse("");
      return found.equals(expected)
          ? new Finding(name, "", Outcome.OK, "It is " + found + ".")
          : new Finding(
              name,
              "",
              Outcome.FAILED,
              "It is '" + found + "' where '" + expected + "' should be.");
    } catch (WeirException failed) {
      return new Finding(name, "", Outcome.FAILED, "It could not run: " + failed.getMessage());
    }
  }
}
