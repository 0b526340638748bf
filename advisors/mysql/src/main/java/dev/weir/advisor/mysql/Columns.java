package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;

/** Columns that are padded to far more than they hold. */
final class Columns {
  private static final int WIDE = 32;

  /** One that has a default would lose it by the change. */
  private static final String FIXED =
      """
      select c.table_name, c.column_name, c.character_maximum_length, c.is_nullable = 'YES', t.table_rows,
        c.character_set_name, c.collation_name
      from information_schema.columns c join information_schema.tables t
        on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
      where c.table_schema = database() and c.data_type = 'char' and c.character_maximum_length >= ?
        and t.table_rows >= 9000 and (c.column_default is null or c.column_default = 'NULL')
      order by 1, 2\
      """;

  private Columns() {}

  private record Column(
      String table,
      String name,
      int length,
      boolean nullable,
      double rows,
      String characters,
      String collation) {
    String type(String kind) {
      return " %s(%d) CHARACTER SET %s COLLATE %s%s"
          .formatted(kind, length, characters, collation, nullable ? "" : " NOT NULL");
    }
  }

  static void check(Database database, Report report) {
    database
        .query(FIXED, WIDE)
        .list(row ->
            new Column(
                Names.quote(Facts.text(row, 0)),
                Names.quote(Facts.text(row, 1)),
                row.intAt(2),
                row.booleanAt(3),
                row.doubleAt(4),
                Facts.text(row, 5),
                Facts.text(row, 6)))
        .forEach(column -> judge(database, column, report));
  }

  private static void judge(Database database, Column column, Report report) {
    double used =
        database
            .query(
                "select coalesce(avg(char_length(c)), %d) from (select %s as c from %s limit 1000) s"
                    .formatted(column.length(), column.name(), column.table()))
            .first(row -> row.doubleAt(0))
            .orElse((double) column.length());
    if (used >= column.length() / 2.0) {
      return;
    }
    String change = "ALTER TABLE " + column.table() + " MODIFY " + column.name();
    report.add(
        new Advice(
            MysqlRules.TYPE_WASTEFUL,
            column.table() + "." + column.name(),
            Gain.bytes(column.rows() * (column.length() - used)),
            Evidence.of("rows, about", (long) column.rows())
                .and("characters of each value", (long) column.length())
                .and("of them used", used)
                .facts(),
            "Column " + column.table() + "." + column.name() + " is padded with blanks.",
            Remedy.byHand(change + column.type("VARCHAR")).undoneBy(change + column.type("CHAR"))));
  }
}
