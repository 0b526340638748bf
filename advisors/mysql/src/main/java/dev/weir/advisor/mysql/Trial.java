package dev.weir.advisor.mysql;

import dev.weir.advisor.mysql.Scratch.Candidate;
import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tries indexes for one statement: all that it could want are built on copies of its tables, those
 * that the optimizer then uses are kept, and made as narrow as they can be.
 */
final class Trial {
  private static final long FEW = 1000;
  private static final int SHARE = 4;
  private static final int MOST_TABLES = 4;

  private final Database database;
  private final String statement;

  Trial(Database database, String statement) {
    this.database = database;
    this.statement = statement;
  }

  /**
   * What was found.
   *
   * @param indexes with the bytes of an entry
   * @param before rows that are read now, of tables of {@code rows} rows
   * @param after rows that are read with the indexes
   */
  record Outcome(Map<Candidate, Double> indexes, long before, long after, double rows) {}

  /**
   * The indexes that serve the statement; empty where none does.
   *
   * @throws WeirException when no copy can be made
   */
  Optional<Outcome> outcome(boolean scratch, Runnable untried) {
    Map<String, Set<List<String>>> wanted = wanted();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    if (!scratch) {
      untried.run();
      return Optional.empty();
    }
    try (Scratch copies = new Scratch(database)) {
      wanted.keySet().forEach(copies::copy);
      return tryOut(copies, wanted);
    }
  }

  /** Candidates by table, of tables of which many rows are read. */
  private Map<String, Set<List<String>>> wanted() {
    Map<String, Set<List<String>>> wanted = new LinkedHashMap<>();
    try (Transaction session = database.begin(TransactionOptions.DEFAULT)) {
      Set<String> read = new LinkedHashSet<>();
      session
          .query(explain("explain extended ", session))
          .list(row -> {
            boolean many = row.isNull(row.index("rows")) || row.doubleAt(row.index("rows")) >= FEW;
            return many && read.add(Facts.text(row, row.index("table")));
          });
      String note =
          String.join(
              " ",
              session
                  .query("show warnings")
                  .list(row -> Facts.text(row, 1).equals("1003") ? Facts.text(row, 2) : ""));
      session.commit();
      Shape shape = Shape.of(note);
      for (String alias : shape.aliases()) {
        Set<List<String>> candidates = shape.candidates(alias);
        if (read.contains(alias) && !candidates.isEmpty() && wanted.size() < MOST_TABLES) {
          wanted.computeIfAbsent(shape.table(alias), _ -> new LinkedHashSet<>()).addAll(candidates);
        }
      }
    } catch (WeirException unplannable) {
      // It names what is gone, was cut off, or wants values: it asks for no index.
      return Map.of();
    }
    return wanted;
  }

  /** MySQL tells the note by itself, and does not know the word any more. */
  private Statement explain(String words, Transaction session) {
    boolean mariadb =
        session
            .query("select version()")
            .first(row -> Facts.text(row, 0).contains("MariaDB"))
            .orElse(false);
    return Statement.of((mariadb ? words : "explain ") + statement);
  }

  private Optional<Outcome> tryOut(Scratch copies, Map<String, Set<List<String>>> wanted) {
    long before = copies.reads(statement);
    Set<Candidate> all = new LinkedHashSet<>();
    wanted.forEach(
        (table, lists) -> lists.forEach(columns -> all.add(new Candidate(table, columns))));
    if (before < FEW || !copies.have(all)) {
      return Optional.empty();
    }
    Set<Candidate> best = copies.used(statement);
    if (best.isEmpty() || !copies.have(best)) {
      return Optional.empty();
    }
    long reads = copies.reads(statement);
    if (reads > before / SHARE) {
      return Optional.empty();
    }
    Set<Candidate> narrow = narrowed(copies, best, reads);
    copies.have(narrow);
    Map<Candidate, Double> widths = new LinkedHashMap<>();
    narrow.forEach(each -> widths.put(each, copies.width(each)));
    double rows = wanted.keySet().stream().mapToDouble(copies::rows).max().orElse(1);
    return Optional.of(new Outcome(widths, before, copies.reads(statement), rows));
  }

  /** Leaves out indexes, and columns at their ends, that are hardly missed. */
  private Set<Candidate> narrowed(Scratch copies, Set<Candidate> best, long reads) {
    long enough = Math.max(2 * reads, reads + 20);
    Set<Candidate> kept = new LinkedHashSet<>(best);
    for (Candidate each : best) {
      for (List<String> shorter : shorter(each.columns())) {
        Set<Candidate> other = new LinkedHashSet<>(kept);
        other.remove(each);
        if (!shorter.isEmpty()) {
          other.add(new Candidate(each.table(), shorter));
        }
        if (!other.isEmpty() && copies.have(other) && copies.reads(statement) <= enough) {
          kept = other;
          break;
        }
      }
    }
    return kept;
  }

  /** Nothing at all, each column alone, and the beginnings; the narrowest first. */
  private static List<List<String>> shorter(List<String> columns) {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of());
    if (columns.size() > 1) {
      columns.forEach(each -> all.add(List.of(each)));
    }
    for (int i = 2; i < columns.size(); i++) {
      all.add(columns.subList(0, i));
    }
    return List.copyOf(new LinkedHashSet<>(all));
  }
}
