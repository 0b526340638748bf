package dev.weir.backup.sqlite;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.spi.backup.Finding;
import java.util.List;
import java.util.stream.Stream;

/** SQLite's own checks of a database. */
final class Inspection {
  private static final String INTEGRITY = "integrity_check";
  private static final String KEYS = "foreign_key_check";

  private Inspection() {}

  static List<Finding> of(Database database) {
    return Stream.concat(integrity(database).stream(), keys(database).stream()).toList();
  }

  private static List<Finding> integrity(Database database) {
    return ask(database, "select integrity_check from pragma_integrity_check").stream()
        .map(told ->
            told.equals("ok")
                ? new Finding(INTEGRITY, "main", Finding.Outcome.OK, "Every page is sound.")
                : new Finding(INTEGRITY, "main", Finding.Outcome.FAILED, told + "."))
        .toList();
  }

  private static List<Finding> keys(Database database) {
    List<String> broken =
        ask(
            database,
            """
            select "table" || ': ' || count(*) || ' rows refer to rows of ' || "parent"
              || ' that are not there' from pragma_foreign_key_check group by "table", "parent"
            """);
    return broken.isEmpty()
        ? List.of(
            new Finding(KEYS, "main", Finding.Outcome.OK, "Every row finds what it refers to."))
        : broken.stream()
            .map(told -> new Finding(KEYS, "main", Finding.Outcome.FAILED, told + "."))
            .toList();
  }

  private static List<String> ask(Database database, String question) {
    return database
        .query(Statement.of(question).timeout(SqliteBackup.LONG))
        .list(row -> String.valueOf(row.text(0)));
  }
}
