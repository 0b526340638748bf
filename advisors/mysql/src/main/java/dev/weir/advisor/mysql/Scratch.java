package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies of tables, with their indexes and at most 100,000 of their rows each, as temporary tables
 * of one session: they stand before the tables themselves for that session alone, and go with it.
 */
final class Scratch implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  static final int ROWS = 100_000;

  private final Transaction session;
  private final List<String> copies = new ArrayList<>();
  private final Map<Candidate, String> indexes = new HashMap<>();
  private int named;

  /** An index that is tried. */
  record Candidate(String table, List<String> columns) {}

  Scratch(Database database) {
    session = database.begin(TransactionOptions.DEFAULT.timeout(Duration.ofMinutes(20)));
  }

  /**
   * Copies a table.
   *
   * @throws WeirException when no temporary table may be made, or the table is not one to copy
   */
  void copy(String name) {
    String table = Names.quote(name);
    run("create temporary table weir_scratch like " + table);
    copies.add("weir_scratch");
    run("insert into weir_scratch select * from " + table + " limit " + ROWS);
    run("alter table weir_scratch rename to " + table);
    copies.set(copies.size() - 1, table);
  }

  /** How many rows the copy has. */
  double rows(String name) {
    return session
        .query("select count(*) from " + Names.quote(name))
        .first(row -> row.doubleAt(0))
        .orElse(0.0);
  }

  /** Bytes of an entry of an index, by what the rows hold. */
  double width(Candidate index) {
    String lengths =
        String.join(
            " + ",
            index.columns().stream()
                .map(each -> "coalesce(length(" + Names.quote(each) + "), 0)")
                .toList());
    return 16
        + session
            .query(
                "select coalesce(avg(%s), 0) from %s"
                    .formatted(lengths, Names.quote(index.table())))
            .first(row -> row.doubleAt(0))
            .orElse(0.0);
  }

  /** Has these indexes and no others beside those of the table; false when one cannot be built. */
  boolean have(Set<Candidate> wanted) {
    Map<String, List<String>> changes = new HashMap<>();
    for (Candidate each : Set.copyOf(indexes.keySet())) {
      if (!wanted.contains(each)) {
        change(changes, each, "drop index " + indexes.remove(each));
      }
    }
    for (Candidate each : wanted) {
      if (!indexes.containsKey(each)) {
        String name = "weir_try_" + named++;
        indexes.put(each, name);
        change(changes, each, "add index %s (%s)".formatted(name, Names.list(each.columns())));
      }
    }
    try {
      changes.forEach((table, all) -> {
        run("alter table " + Names.quote(table) + " " + String.join(", ", all));
        run("analyze table " + Names.quote(table));
      });
      return true;
    } catch (WeirException tooLong) {
      return false;
    }
  }

  private static void change(Map<String, List<String>> all, Candidate each, String text) {
    all.computeIfAbsent(each.table(), _ -> new ArrayList<>()).add(text);
  }

  /**
   * Those of the indexes that the optimizer would use for a statement; all, where it answers while
   * it plans and names none.
   */
  Set<Candidate> used(String statement) {
    Set<String> names = new HashSet<>();
    session
        .query(Statement.of("explain " + statement).timeout(TIMEOUT))
        .list(row -> {
          if (Facts.text(row, row.index("Extra")).contains("optimized away")) {
            names.addAll(indexes.values());
          }
          return names.addAll(Arrays.asList(Facts.text(row, row.index("key")).split(",")));
        });
    Set<Candidate> used = new HashSet<>(indexes.keySet());
    used.removeIf(each -> !names.contains(indexes.getOrDefault(each, "")));
    return used;
  }

  /** Rows that a statement has the engine read, as the session counts them. */
  long reads(String statement) {
    long idle = counted();
    idle = counted() - idle;
    long before = counted();
    session.query(Statement.of(statement).readOnly().timeout(TIMEOUT)).list(_ -> true);
    return Math.max(0, counted() - before - idle);
  }

  private long counted() {
    return session
        .query("show session status like 'Handler\\_read%'")
        .list(row -> Long.parseLong(Facts.text(row, 1)))
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private void run(String text) {
    if (session.execute(Statement.of(text).timeout(TIMEOUT)) instanceof Rows rows) {
      rows.list(_ -> true);
    }
  }

  /** The session goes back to the pool, so that it must not keep the copies. */
  @Override
  public void close() {
    try {
      for (String each : copies) {
        run("drop temporary table if exists " + each);
      }
    } finally {
      session.close();
    }
  }
}
