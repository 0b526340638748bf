package dev.weir.backup.sqlite;

import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.spi.backup.Tally;
import dev.weir.spi.backup.Work;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Counts and hashes tables row by row, in constant memory. The hash is the sum of the SHA-256 of
 * the rows, so that it does not depend on their order; each value counts with its type, so that
 * {@code 1}, {@code 1.0} and {@code '1'} differ. Virtual tables count by the tables they keep their
 * content in. A rowid that no column names is not content: VACUUM may change it.
 */
final class Tallying {
  private static final String TABLES =
      """
      select name from sqlite_schema where type = 'table' and rootpage > 0
        and (name not like 'sqlite\\_%' escape '\\' or name = 'sqlite_sequence') order by name
      """;

  private Tallying() {}

  static List<Tally> of(StatementRunner database, Work work) {
    List<Tally> tallies = new ArrayList<>();
    for (String table : database.query(patient(TABLES)).list(Tallying::text)) {
      work.check();
      tallies.add(of(database, table, work));
    }
    return tallies;
  }

  private static Tally of(StatementRunner database, String table, Work work) {
    List<String> columns =
        database
            .query(patient("select name from pragma_table_info(?) order by name", table))
            .list(Tallying::text);
    String values = columns.stream().map(Tallying::typed).collect(Collectors.joining(", "));
    Sum sum = new Sum();
    try (Rows rows = database.query(patient("select " + values + " from main." + quote(table)))) {
      while (rows.next()) {
        sum.add(rows, columns.size());
        if (sum.rows % 4096 == 0) {
          work.check();
        }
      }
    }
    return new Tally("main." + table, sum.rows, sum.hash());
  }

  /** The type's first letter and the value, as text that any value fits in. */
  private static String typed(String column) {
    String name = quote(column);
    return "case typeof(%1$s) when 'null' then 'n' when 'integer' then 'i' || %1$s".formatted(name)
        + " when 'real' then 'r' || quote(%1$s) when 'text' then 't' || hex(%1$s)".formatted(name)
        + " else 'b' || hex(%s) end".formatted(name);
  }

  private static Statement patient(String text, Object... values) {
    return Statement.of(text, values).timeout(SqliteBackup.LONG);
  }

  private static String text(Row row) {
    return String.valueOf(row.text(0));
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The sum of the hashes of rows. */
  private static final class Sum {
    private final MessageDigest digest = sha256();
    private final long[] parts = new long[4];
    private long rows;

    void add(Row row, int columns) {
      for (int i = 0; i < columns; i++) {
        digest.update(text(row, i).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ' ');
      }
      java.nio.LongBuffer hash = java.nio.ByteBuffer.wrap(digest.digest()).asLongBuffer();
      for (int i = 0; i < parts.length; i++) {
        parts[i] += hash.get(i);
      }
      rows++;
    }

    private static String text(Row row, int column) {
      return String.valueOf(row.text(column));
    }

    String hash() {
      return java.util.Arrays.stream(parts)
          .mapToObj(HexFormat.of()::toHexDigits)
          .collect(Collectors.joining());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }
}
