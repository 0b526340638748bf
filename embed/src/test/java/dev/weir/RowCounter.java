package dev.weir;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import java.time.Duration;

/** Counts the rows of a long result, in a process of its own. */
final class RowCounter {
  private RowCounter() {}

  /** Prints how many rows it was told, the last one's text, and whether the result was cut. */
  public static void main(String[] arguments) {
    try (Weir weir = Weir.open()) {
      Database database = weir.database(arguments[0]);
      Statement statement =
          Statement.of("select n, 'row ' || n from generate_series(1, ?::bigint) n", 10_000_000L)
              .timeout(Duration.ofMinutes(20))
              .maxRows(Long.parseLong(arguments[1]));
      long count = 0;
      String last = "";
      try (Rows rows = database.query(statement)) {
        while (rows.next()) {
          count++;
          last = String.valueOf(rows.text(1));
        }
        System.out.println(count + ";" + last + ";" + rows.truncated());
      }
    }
  }
}
