package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Examination;
import dev.weir.spi.advise.Findings;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Measured;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The advisor for MariaDB and MySQL. */
public final class MysqlAdvisor implements Advisor {
  private static final Duration LONG = Duration.ofHours(6);
  private static final double NEAR = 0.75;

  @Override
  public Set<String> types() {
    return Set.of("MARIADB", "MYSQL");
  }

  @Override
  public List<Rule> rules() {
    return MysqlRules.ALL;
  }

  @Override
  public Findings examine(Examination examination) {
    Database database = examination.database();
    List<Advice> advice = new ArrayList<>();
    tables(database, advice);
    indexes(database, advice);
    counters(database, advice);
    settings(database, advice);
    NotChecked missing =
        new NotChecked(
            "index-missing, index-unused",
            "Statements and the use of indexes are not looked at on MariaDB and MySQL.",
            "weir explain DB SQL");
    return new Findings(advice, List.of(missing));
  }

  private static String text(Row row, int column) {
    return String.valueOf(row.text(column));
  }

  private static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  private static void tables(Database database, List<Advice> advice) {
    record Table(String name, String engine, String collation, double rows, boolean key) {}
    List<Table> tables =
        database
            .query(
                """
                select t.table_name, coalesce(t.engine, ''), coalesce(t.table_collation, ''), coalesce(t.table_rows, 0),
                  exists (select 1 from information_schema.table_constraints c where c.table_schema = t.table_schema
                    and c.table_name = t.table_name and c.constraint_type = 'PRIMARY KEY')
                from information_schema.tables t
                where t.table_schema = database() and t.table_type = 'BASE TABLE' order by 1\
                """)
            .list(row ->
                new Table(
                    text(row, 0), text(row, 1), text(row, 2), row.doubleAt(3), row.booleanAt(4)));
    for (Table table : tables) {
      String name = quote(table.name());
      Map<String, String> rows = Map.of("rows, about", String.valueOf((long) table.rows()));
      if (!table.key()) {
        advice.add(
            new Advice(
                MysqlRules.KEY_MISSING,
                name,
                Gain.risk(50),
                rows,
                "Table " + name + " has no primary key.",
                Remedy.byHand(
                    "ALTER TABLE "
                        + name
                        + " ADD COLUMN row_id BIGINT UNSIGNED NOT NULL"
                        + " AUTO_INCREMENT PRIMARY KEY")));
      }
      if (Set.of("MyISAM", "Aria").contains(table.engine())) {
        advice.add(
            new Advice(
                MysqlRules.ENGINE,
                name,
                Gain.risk(300),
                Map.of("engine", table.engine()),
                "Table " + name + " is kept by " + table.engine() + ".",
                Remedy.byHand("ALTER TABLE " + name + " ENGINE = InnoDB")
                    .undoneBy("ALTER TABLE " + name + " ENGINE = " + table.engine())));
      }
      if (table.collation().startsWith("utf8_") || table.collation().startsWith("utf8mb3_")) {
        advice.add(
            new Advice(
                MysqlRules.UTF8MB3,
                name,
                Gain.risk(10),
                Map.of("collation", table.collation()),
                "Table " + name + " keeps text in utf8mb3.",
                Remedy.byHand("ALTER TABLE " + name + " CONVERT TO CHARACTER SET utf8mb4")));
      }
    }
  }

  /** An index; its columns with the length of their prefix. */
  private record Index(String table, String name, boolean unique, String type, List<String> keys) {
    boolean begins(Index other) {
      return table.equals(other.table)
          && type.equals("BTREE")
          && other.type.equals("BTREE")
          && keys.size() <= other.keys.size()
          && other.keys.subList(0, keys.size()).equals(keys);
    }
  }

  private static void indexes(Database database, List<Advice> advice) {
    List<Index> indexes =
        database
            .query(
                """
                select table_name, index_name, max(non_unique) = 0, max(index_type),
                  group_concat(concat(coalesce(column_name, '?'), coalesce(concat('(', sub_part, ')'), '')) order by seq_in_index separator '\\n')
                from information_schema.statistics where table_schema = database()
                group by table_name, index_name order by 1, index_name <> 'PRIMARY', 2\
                """)
            .list(row ->
                new Index(
                    text(row, 0),
                    text(row, 1),
                    row.booleanAt(2),
                    text(row, 3),
                    Arrays.asList(text(row, 4).split("\n", -1))));
    List<Index> dropped = new ArrayList<>();
    for (Index each : indexes) {
      for (Index other : indexes) {
        boolean same = each.keys().equals(other.keys());
        boolean later =
            !same
                || other.unique() != each.unique()
                || indexes.indexOf(each) > indexes.indexOf(other);
        if (each != other
            && later
            && !dropped.contains(each)
            && !dropped.contains(other)
            && !each.name().equals("PRIMARY")
            && !each.keys().contains("?")
            && each.begins(other)
            && (!each.unique() || (same && other.unique()))) {
          dropped.add(each);
          advice.add(covered(each, other, same));
          break;
        }
      }
    }
  }

  private static Advice covered(Index each, Index other, boolean same) {
    String table = quote(each.table());
    String columns =
        String.join(
            ", ",
            each.keys().stream()
                .map(key ->
                    key.endsWith(")") && key.contains("(")
                        ? quote(key.substring(0, key.lastIndexOf('(')))
                            + key.substring(key.lastIndexOf('('))
                        : quote(key))
                .toList());
    return new Advice(
        same ? MysqlRules.DUPLICATE : MysqlRules.REDUNDANT,
        table + "." + quote(each.name()),
        Gain.risk(5),
        Map.of(same ? "same as" : "covered by", other.name()),
        "Index "
            + each.name()
            + " of "
            + table
            + (same ? " is the same as " : " is the beginning of ")
            + other.name()
            + ".",
        Remedy.of(
            List.of("ALTER TABLE " + table + " DROP INDEX " + quote(each.name())),
            List.of(
                "ALTER TABLE "
                    + table
                    + " ADD "
                    + (each.unique() ? "UNIQUE " : "")
                    + "INDEX "
                    + quote(each.name())
                    + " ("
                    + columns
                    + ")")));
  }

  private static void counters(Database database, List<Advice> advice) {
    record Counter(String table, String column, String type, double next) {
      double limit() {
        double bits =
            switch (type.replaceFirst("\\W.*", "")) {
              case "tinyint" -> 8;
              case "smallint" -> 16;
              case "mediumint" -> 24;
              case "int" -> 32;
              default -> 64;
            };
        return Math.pow(2, type.contains("unsigned") ? bits : bits - 1) - 1;
      }
    }
    for (Counter each :
        database
            .query(
                """
                select c.table_name, c.column_name, lower(c.column_type), coalesce(t.auto_increment, 1)
                from information_schema.columns c join information_schema.tables t
                  on t.table_schema = c.table_schema and t.table_name = c.table_name
                where c.table_schema = database() and c.extra like '%auto_increment%'\
                """)
            .list(row -> new Counter(text(row, 0), text(row, 1), text(row, 2), row.doubleAt(3)))) {
      double used = each.next() / each.limit();
      if (used >= NEAR) {
        String table = quote(each.table());
        String change = "ALTER TABLE " + table + " MODIFY " + quote(each.column()) + " ";
        advice.add(
            new Advice(
                MysqlRules.COUNTER,
                table + "." + quote(each.column()),
                Gain.risk(1000 * used),
                Map.of("next number", "%.0f".formatted(each.next()), "type", each.type()),
                "Column %s of %s has used %.0f %% of its numbers."
                    .formatted(each.column(), table, used * 100),
                Remedy.byHand(change + "BIGINT UNSIGNED NOT NULL AUTO_INCREMENT")));
      }
    }
  }

  private static void settings(Database database, List<Advice> advice) {
    record Settings(long flush, long sync, boolean log) {}
    Settings now =
        database
            .query("select @@innodb_flush_log_at_trx_commit, @@sync_binlog, @@log_bin")
            .first(row -> new Settings(row.longAt(0), row.longAt(1), row.booleanAt(2)))
            .orElseThrow();
    if (now.flush() != 1) {
      advice.add(setting("innodb_flush_log_at_trx_commit", now.flush()));
    }
    if (now.log() && now.sync() != 1) {
      advice.add(setting("sync_binlog", now.sync()));
    }
  }

  private static Advice setting(String name, long value) {
    return new Advice(
        MysqlRules.UNSAFE,
        name,
        Gain.risk(5000),
        Map.of(name, String.valueOf(value)),
        "The setting " + name + " is " + value + ".",
        Remedy.byHand("SET GLOBAL " + name + " = 1", "-- and in the server's file of settings")
            .undoneBy("SET GLOBAL " + name + " = " + value));
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    for (String command : commands) {
      progress.accept(command + ";");
      try (Transaction transaction = database.begin(TransactionOptions.DEFAULT.timeout(LONG))) {
        // The change commits by itself; the transaction keeps it on the session with the limit.
        run(transaction, "set session lock_wait_timeout = " + Math.max(1, patience.toSeconds()));
        run(transaction, command);
        run(transaction, "set session lock_wait_timeout = default");
        transaction.commit();
      }
    }
  }

  private static void run(Transaction transaction, String text) {
    if (transaction.execute(Statement.of(text).timeout(LONG)) instanceof Rows rows) {
      rows.close();
    }
  }

  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    List<Measured> measured = new ArrayList<>();
    for (String statement : statements) {
      try {
        double[] times = new double[3];
        for (int i = 0; i < times.length; i++) {
          long start = System.nanoTime();
          database.query(Statement.of(statement).readOnly()).list(_ -> true);
          times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        measured.add(new Measured(statement, times[1], 0));
      } catch (WeirException unmeasurable) {
        // It writes, or wants values: the others speak for the change.
      }
    }
    return measured;
  }
}
