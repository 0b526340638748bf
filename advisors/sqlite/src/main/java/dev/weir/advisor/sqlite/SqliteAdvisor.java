package dev.weir.advisor.sqlite;

import dev.weir.api.Database;
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

/** The advisor for SQLite. */
public final class SqliteAdvisor implements Advisor {
  private static final Duration LONG = Duration.ofHours(1);
  private static final long FEW = 1000;
  private static final double MUCH = 4 << 20;

  @Override
  public Set<String> types() {
    return Set.of("SQLITE");
  }

  @Override
  public List<Rule> rules() {
    return SqliteRules.ALL;
  }

  @Override
  public Findings examine(Examination examination) {
    Database database = examination.database();
    List<Advice> advice = new ArrayList<>();
    List<NotChecked> notChecked = new ArrayList<>();
    integrity(database, advice);
    List<Index> indexes = Index.all(database);
    covered(indexes, advice);
    foreignKeys(database, indexes, advice);
    file(database, advice);
    if (examination.samples().isEmpty()) {
      notChecked.add(
          new NotChecked(
              SqliteRules.MISSING.code(),
              "SQLite does not count its statements; without them nobody knows which indexes are"
                  + " missing.",
              "give statements with --statements FILE"));
    } else {
      advice.addAll(new MissingIndexes(database).of(examination.samples()));
    }
    return new Findings(advice, notChecked);
  }

  private static void integrity(Database database, List<Advice> advice) {
    List<String> found =
        database
            .query(Statement.of("select * from pragma_quick_check()").timeout(LONG))
            .list(row -> String.valueOf(row.text(0)));
    if (!found.equals(List.of("ok"))) {
      advice.add(
          new Advice(
              SqliteRules.INTEGRITY,
              "file",
              Gain.risk(10_000),
              Map.of("quick_check", String.join("; ", found)),
              "The file is damaged: " + found.getFirst(),
              Remedy.byHand("-- restore the last good backup: weir restore DB")));
    }
  }

  private static void covered(List<Index> indexes, List<Advice> advice) {
    List<Index> dropped = new ArrayList<>();
    for (Index each : indexes) {
      for (Index other : indexes) {
        boolean same = each.keys().equals(other.keys());
        boolean may =
            each != other
                && each.own()
                && !dropped.contains(each)
                && !dropped.contains(other)
                && each.begins(other)
                && (!each.unique() || (same && other.unique()));
        boolean later = indexes.indexOf(each) > indexes.indexOf(other) || !other.own() || !same;
        if (may && later) {
          dropped.add(each);
          String index = Index.quote(each.name());
          advice.add(
              new Advice(
                  same ? SqliteRules.DUPLICATE : SqliteRules.REDUNDANT,
                  each.name(),
                  Gain.risk(1),
                  Map.of(same ? "same as" : "covered by", other.name(), "table", each.table()),
                  "Index "
                      + each.name()
                      + (same ? " is the same as " : " is the beginning of ")
                      + other.name()
                      + ".",
                  Remedy.of(List.of("DROP INDEX " + index), List.of(each.definition()))));
          break;
        }
      }
    }
  }

  private static void foreignKeys(Database database, List<Index> indexes, List<Advice> advice) {
    record Key(String table, int id, List<String> columns, String referenced) {}
    List<Key> keys =
        database
            .query(
                """
                select m.name, f.id, group_concat(f."from", char(2)), f."table"
                from sqlite_master m join pragma_foreign_key_list(m.name) f
                where m.type = 'table' group by m.name, f.id, f."table" order by 1, 2\
                """)
            .list(row ->
                new Key(
                    String.valueOf(row.text(0)),
                    row.intAt(1),
                    Arrays.asList(String.valueOf(row.text(2)).split("\u0002", -1)),
                    String.valueOf(row.text(3))));
    for (Key key : keys) {
      String table = Index.quote(key.table());
      boolean served =
          rowid(database, key.table(), key.columns())
              || indexes.stream()
                  .anyMatch(index ->
                      index.table().equals(key.table())
                          && Set.copyOf(index.columns(key.columns().size()))
                              .equals(Set.copyOf(key.columns())));
      long rows =
          served
              ? 0
              : database
                  .query("select count(*) from " + table)
                  .first(row -> row.longAt(0))
                  .orElse(0L);
      if (rows >= FEW) {
        String columns = String.join(", ", key.columns());
        String index = Index.quote(key.table() + "_" + String.join("_", key.columns()));
        advice.add(
            new Advice(
                SqliteRules.FOREIGN_KEY,
                key.table() + " (" + columns + ")",
                Gain.seconds(rows * 1e-5),
                Map.of("rows that each delete reads", String.valueOf(rows)),
                "Table "
                    + key.table()
                    + " refers to "
                    + key.referenced()
                    + " and has no index on "
                    + columns
                    + ".",
                Remedy.of(
                        List.of(
                            "CREATE INDEX "
                                + index
                                + " ON "
                                + table
                                + " ("
                                + String.join(
                                    ", ", key.columns().stream().map(Index::quote).toList())
                                + ")"),
                        List.of("DROP INDEX " + index))
                    .building(index)));
      }
    }
  }

  private static boolean rowid(Database database, String table, List<String> columns) {
    return columns.size() == 1
        && database
            .query(
                "select 1 from pragma_table_info(?) where pk = 1 and upper(type) = 'INTEGER' and"
                    + " name = ?",
                table,
                columns.getFirst())
            .first(row -> row.intAt(0))
            .isPresent();
  }

  private static void file(Database database, List<Advice> advice) {
    record File(double pages, double free, double size, String journal) {}
    File file =
        database
            .query(
                "select p.page_count, f.freelist_count, s.page_size, j.journal_mode from"
                    + " pragma_page_count() p, pragma_freelist_count() f, pragma_page_size() s,"
                    + " pragma_journal_mode() j")
            .first(row ->
                new File(
                    row.doubleAt(0), row.doubleAt(1), row.doubleAt(2), String.valueOf(row.text(3))))
            .orElseThrow();
    double air = file.free() * file.size();
    if (air >= MUCH && file.free() >= file.pages() * 0.25) {
      advice.add(
          new Advice(
              SqliteRules.FREE_PAGES,
              "file",
              Gain.bytes(air),
              Map.of(
                  "free pages",
                  String.valueOf((long) file.free()),
                  "pages",
                  String.valueOf((long) file.pages())),
              "%.0f %% of the file is empty.".formatted(100 * file.free() / file.pages()),
              Remedy.of(List.of("VACUUM"), List.of())));
    }
    if (Set.of("delete", "truncate", "persist").contains(file.journal())) {
      advice.add(
          new Advice(
              SqliteRules.JOURNAL,
              "journal_mode",
              Gain.risk(5),
              Map.of("journal_mode", file.journal()),
              "The journal is kept by " + file.journal() + ", not as a write-ahead log.",
              Remedy.byHand("PRAGMA journal_mode = WAL")
                  .undoneBy("PRAGMA journal_mode = " + file.journal())));
    }
  }

  @Override
  public void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress) {
    for (String command : commands) {
      progress.accept(command + ";");
      // The connector's busy timeout bounds the wait for another writer.
      if (database.execute(Statement.of(command).timeout(LONG)) instanceof Rows rows) {
        rows.close();
      }
    }
  }

  @Override
  public List<Measured> measure(Database database, List<String> statements) {
    List<Measured> measured = new ArrayList<>();
    for (String statement : statements) {
      try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
        double[] times = new double[3];
        for (int i = 0; i < times.length; i++) {
          long start = System.nanoTime();
          transaction.query(Statement.of(statement).readOnly()).list(_ -> true);
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
