package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tables, by what the catalog tells of them now. */
final class Tables {
  private static final double NEAR = 0.75;
  private static final double MUCH = 0.25;

  private static final String ALL =
      """
      select t.table_name, coalesce(t.engine, ''), coalesce(t.table_collation, ''), coalesce(t.table_rows, 0),
        exists (select 1 from information_schema.table_constraints c where c.table_schema = t.table_schema
          and c.table_name = t.table_name and c.constraint_type = 'PRIMARY KEY'),
        coalesce(t.data_length, 0) + coalesce(t.index_length, 0), coalesce(t.data_free, 0)
      from information_schema.tables t
      where t.table_schema = database() and t.table_type = 'BASE TABLE' order by 1\
      """;

  private static final String COUNTERS =
      """
      select c.table_name, c.column_name, lower(c.column_type), coalesce(t.auto_increment, 1)
      from information_schema.columns c join information_schema.tables t
        on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = database() and c.extra like '%auto_increment%'\
      """;

  private final Database database;
  private final Facts facts;
  private final Limits limits;
  private final Report report;

  Tables(Database database, Facts facts, Limits limits, Report report) {
    this.database = database;
    this.facts = facts;
    this.limits = limits;
    this.report = report;
  }

  /** MySQL keeps figures of tables for a day, unless the session asks for new ones. */
  void check() {
    try (Transaction session = database.begin(TransactionOptions.DEFAULT)) {
      boolean kept = facts.has("information_schema_stats_expiry");
      if (kept) {
        run(session, "set session information_schema_stats_expiry = 0");
      }
      List<Table> tables = session.query(ALL).list(Table::of);
      List<Counter> counters = session.query(COUNTERS).list(Counter::of);
      if (kept) {
        run(session, "set session information_schema_stats_expiry = default");
      }
      session.commit();
      tables.forEach(this::judge);
      counters.stream().filter(each -> each.used() >= NEAR).forEach(this::nearEnd);
    }
  }

  private static void run(Transaction session, String text) {
    if (session.execute(Statement.of(text)) instanceof Rows rows) {
      rows.close();
    }
  }

  /** With bytes that it takes, and those of them that are free. */
  private record Table(
      String name,
      String engine,
      String collation,
      double rows,
      boolean key,
      double bytes,
      double free) {
    static Table of(Row row) {
      return new Table(
          Names.quote(Facts.text(row, 0)),
          Facts.text(row, 1),
          Facts.text(row, 2),
          row.doubleAt(3),
          row.booleanAt(4),
          row.doubleAt(5),
          row.doubleAt(6));
    }
  }

  private void judge(Table table) {
    if (!table.key()) {
      keyless(table);
    }
    if (Set.of("MyISAM", "Aria").contains(table.engine())) {
      notTransactional(table);
    }
    if (table.collation().startsWith("utf8_") || table.collation().startsWith("utf8mb3_")) {
      narrow(table);
    }
    if (table.engine().equals("InnoDB")
        && facts.on("innodb_file_per_table")
        && table.free() >= limits.free()
        && table.free() >= MUCH * (table.bytes() + table.free())) {
      fragmented(table);
    }
  }

  private void keyless(Table table) {
    report.add(
        new Advice(
            MysqlRules.KEY_MISSING,
            table.name(),
            Gain.risk(50),
            Evidence.of("rows, about", (long) table.rows()).facts(),
            "Table " + table.name() + " has no primary key.",
            Remedy.byHand(
                "ALTER TABLE "
                    + table.name()
                    + " ADD COLUMN row_id BIGINT UNSIGNED NOT NULL"
                    + " AUTO_INCREMENT PRIMARY KEY")));
  }

  private void notTransactional(Table table) {
    report.add(
        new Advice(
            MysqlRules.ENGINE,
            table.name(),
            Gain.risk(300),
            Map.of("engine", table.engine()),
            "Table " + table.name() + " is kept by " + table.engine() + ".",
            Remedy.byHand("ALTER TABLE " + table.name() + " ENGINE = InnoDB")
                .undoneBy("ALTER TABLE " + table.name() + " ENGINE = " + table.engine())));
  }

  private void narrow(Table table) {
    report.add(
        new Advice(
            MysqlRules.UTF8MB3,
            table.name(),
            Gain.risk(10),
            Map.of("collation", table.collation()),
            "Table " + table.name() + " keeps text in utf8mb3.",
            Remedy.byHand("ALTER TABLE " + table.name() + " CONVERT TO CHARACTER SET utf8mb4")));
  }

  private void fragmented(Table table) {
    report.add(
        new Advice(
            MysqlRules.FRAGMENTED,
            table.name(),
            Gain.bytes(table.free()),
            Evidence.of("rows, about", (long) table.rows())
                .bytes("used", table.bytes())
                .bytes("free", table.free())
                .facts(),
            "The file of table " + table.name() + " keeps much room that no row uses.",
            Remedy.of(
                List.of(
                    "ALTER TABLE "
                        + table.name()
                        + " ENGINE = InnoDB, ALGORITHM = INPLACE, LOCK = NONE",
                    "ANALYZE TABLE " + table.name()),
                List.of())));
  }

  /** A column that takes numbers, and the next of them. */
  private record Counter(String table, String column, String type, double next) {
    static Counter of(Row row) {
      return new Counter(
          Facts.text(row, 0), Facts.text(row, 1), Facts.text(row, 2), row.doubleAt(3));
    }

    double used() {
      double bits =
          switch (type.replaceFirst("\\W.*", "")) {
            case "tinyint" -> 8;
            case "smallint" -> 16;
            case "mediumint" -> 24;
            case "int" -> 32;
            default -> 64;
          };
      return next / (Math.pow(2, type.contains("unsigned") ? bits : bits - 1) - 1);
    }
  }

  private void nearEnd(Counter counter) {
    String table = Names.quote(counter.table());
    String column = Names.quote(counter.column());
    report.add(
        new Advice(
            MysqlRules.COUNTER,
            table + "." + column,
            Gain.risk(1000 * counter.used()),
            Evidence.of("next number", (long) counter.next()).and("type", counter.type()).facts(),
            "Column %s of %s has used %.0f %% of its numbers."
                .formatted(counter.column(), table, counter.used() * 100),
            Remedy.byHand(
                "ALTER TABLE "
                    + table
                    + " MODIFY "
                    + column
                    + " BIGINT UNSIGNED NOT NULL AUTO_INCREMENT")));
  }
}
