package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Indexes that nobody has read while their tables were read. */
final class UnusedIndexes {
  private static final long READS = 100;
  private static final double FEW = 1000;
  private static final double BYTES_OF_ENTRY = 20;

  /** One row for each index of a table that was opened; null stands for reads without an index. */
  private static final String COUNTED =
      """
      select object_name, coalesce(index_name, ''), count_star, count_read
      from performance_schema.table_io_waits_summary_by_index_usage where object_schema = database()\
      """;

  /** MariaDB with {@code userstat} tells only those that were read. */
  private static final String USERSTAT =
      """
      select s.table_name, s.index_name, coalesce(i.rows_read, 0), coalesce(t.rows_read, 0)
      from (select distinct table_schema, table_name, index_name from information_schema.statistics
        where table_schema = database()) s
      left join information_schema.index_statistics i
        on i.table_schema = s.table_schema and i.table_name = s.table_name and i.index_name = s.index_name
      left join information_schema.table_statistics t
        on t.table_schema = s.table_schema and t.table_name = s.table_name\
      """;

  /** Both ends of foreign keys want an index. */
  private static final String KEYS =
      """
      select table_name, column_name from information_schema.key_column_usage
      where table_schema = database() and referenced_table_name is not null
      union select referenced_table_name, referenced_column_name from information_schema.key_column_usage
      where referenced_table_schema = database()\
      """;

  private static final String ROWS =
      """
      select table_name, coalesce(table_rows, 0) from information_schema.tables
      where table_schema = database() and table_type = 'BASE TABLE'\
      """;

  private final Database database;
  private final Facts facts;
  private final Limits limits;
  private final Report report;
  private final Map<String, Long> reads = new HashMap<>();
  private final Map<String, Long> uses = new HashMap<>();

  UnusedIndexes(Database database, Facts facts, Limits limits, Report report) {
    this.database = database;
    this.facts = facts;
    this.limits = limits;
    this.report = report;
  }

  /**
   * Looks where the server has counted for long enough.
   *
   * @param recent indexes that are too new to be judged
   */
  void check(List<Indexes.Index> indexes, Set<String> recent) {
    boolean schema = facts.on("performance_schema");
    if (!schema && !facts.on("userstat")) {
      report.skip(
          "The server does not count the use of indexes.",
          facts.mariadb()
              ? "userstat = ON, or performance_schema = ON, in the server's file, and a restart"
              : "performance_schema = ON in the server's file, and a restart",
          MysqlRules.UNUSED);
      return;
    }
    if (facts.uptime().compareTo(limits.counted()) < 0) {
      report.skip(
          "The server has counted the use of indexes for %s only.".formatted(time(facts.uptime())),
          "Look again when it has run for " + time(limits.counted()),
          MysqlRules.UNUSED);
      return;
    }
    count(schema ? COUNTED : USERSTAT, schema);
    if (!schema && counted() < read() / 2) {
      report.skip(
          "The server counts the use of indexes, but has not since it began.",
          "userstat = ON in the server's file, and a restart",
          MysqlRules.UNUSED);
      return;
    }
    judge(indexes, recent);
  }

  private double counted() {
    return database
        .query("select coalesce(sum(rows_read), 0) from information_schema.table_statistics")
        .first(row -> row.doubleAt(0))
        .orElse(0.0);
  }

  /**
   * Rows that were read since the server began: nobody tells since when {@code userstat} counts.
   */
  private double read() {
    return facts.counted("handler_read_key")
        + facts.counted("handler_read_next")
        + facts.counted("handler_read_prev")
        + facts.counted("handler_read_rnd_next");
  }

  private static String time(Duration duration) {
    return duration.toDays() > 1 ? duration.toDays() + " days" : duration.toMinutes() + " minutes";
  }

  private void count(String query, boolean schema) {
    database
        .query(query)
        .list(row -> {
          String table = Facts.text(row, 0);
          uses.put(table + "\n" + Facts.text(row, 1), row.longAt(2));
          return reads.merge(table, row.longAt(3), schema ? Long::sum : Math::max);
        });
  }

  private void judge(List<Indexes.Index> indexes, Set<String> recent) {
    Set<String> keys =
        Set.copyOf(
            database.query(KEYS).list(row -> Facts.text(row, 0) + "\n" + Facts.text(row, 1)));
    Map<String, Double> rows = new HashMap<>();
    database.query(ROWS).list(row -> rows.put(Facts.text(row, 0), row.doubleAt(1)) == null);
    for (Indexes.Index index : indexes) {
      long table = reads.getOrDefault(index.table(), 0L);
      double size = rows.getOrDefault(index.table(), 0.0);
      boolean unread = uses.getOrDefault(index.table() + "\n" + index.name(), 1L) == 0;
      if (unread
          && !index.unique()
          && index.type().equals("BTREE")
          && !index.keys().contains("?")
          && table >= READS
          && size >= FEW
          && !keys.contains(index.table() + "\n" + index.keys().getFirst())
          && !recent.contains(index.object())
          && !report.tells(index.object())) {
        report.add(advice(index, table, size));
      }
    }
  }

  private Advice advice(Indexes.Index index, long tableReads, double rows) {
    return new Advice(
        MysqlRules.UNUSED,
        index.object(),
        Gain.bytes(rows * BYTES_OF_ENTRY),
        Evidence.of("reads of this index", 0L)
            .and("reads of its table", tableReads)
            .and("counted for", time(facts.uptime()))
            .and("rows, about", (long) rows)
            .facts(),
        "Index " + index.object() + " was never read since the server began.",
        index.dropping());
  }
}
