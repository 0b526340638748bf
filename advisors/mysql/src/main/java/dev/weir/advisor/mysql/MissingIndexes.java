package dev.weir.advisor.mysql;

import dev.weir.advisor.mysql.Scratch.Candidate;
import dev.weir.api.Database;
import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Indexes that statements would use, tried on scratch copies of their tables. */
final class MissingIndexes {
  private static final double SECONDS_OF_ROW = 0.5e-6;
  private static final double SECONDS_OF_WRITE = 20e-6;
  private static final double ASSUMED_CALLS = 1000;

  /** Seconds a day; less is not worth an index. */
  private static final double WORTH = 1;

  private final Database database;
  private final Facts facts;
  private final boolean scratch;
  private final Report report;
  private final Map<Candidate, Found> found = new LinkedHashMap<>();
  private int untried;

  MissingIndexes(Database database, Facts facts, boolean scratch, Report report) {
    this.database = database;
    this.facts = facts;
    this.scratch = scratch;
    this.report = report;
  }

  /** An index, with what it saves a day, the statements that gain, and their others. */
  private static final class Found {
    private final Set<String> statements = new LinkedHashSet<>();
    private final Set<Candidate> others = new LinkedHashSet<>();
    private double seconds;
    private double calls;
    private boolean assumed;
    private long before;
    private long after;
    private double width;

    void add(Found other) {
      statements.addAll(other.statements);
      others.addAll(other.others);
      seconds += other.seconds;
      calls += other.calls;
      assumed |= other.assumed;
    }
  }

  void check(List<Sample> samples) {
    for (Sample sample : samples) {
      try {
        new Trial(database, sample.text())
            .outcome(scratch, () -> untried++)
            .ifPresent(outcome -> put(sample, outcome));
      } catch (WeirException impossible) {
        untried++;
      }
    }
    if (untried > 0) {
      report.skip(
          untried + " statements could not be tried on scratch copies.",
          "Leave --no-scratch out; GRANT CREATE TEMPORARY TABLES ON the database TO the login",
          MysqlRules.MISSING);
    }
    merge();
    found.forEach(this::judge);
  }

  private void put(Sample sample, Trial.Outcome outcome) {
    double calls = sample.calls() > 0 ? sample.calls() : ASSUMED_CALLS;
    outcome
        .indexes()
        .forEach((index, width) -> {
          double whole = Math.max(1, rows(index.table()) / Math.max(1, outcome.rows()));
          double seconds =
              sample.milliseconds() > 0
                  ? sample.milliseconds() / 1000
                  : outcome.before() * whole * SECONDS_OF_ROW;
          Found each = new Found();
          each.statements.add(sample.text());
          each.others.addAll(outcome.indexes().keySet());
          each.others.remove(index);
          each.calls = calls;
          each.assumed = sample.calls() <= 0;
          each.before = outcome.before();
          each.after = outcome.after();
          each.width = width;
          each.seconds =
              calls
                  * seconds
                  * (outcome.before() - outcome.after())
                  / outcome.before()
                  / outcome.indexes().size();
          found.merge(
              index,
              each,
              (old, more) -> {
                old.add(more);
                return old;
              });
        });
  }

  /** One that another begins with is served by that. */
  private void merge() {
    List<Candidate> shortest = new ArrayList<>(found.keySet());
    shortest.sort(Comparator.comparingInt(each -> each.columns().size()));
    for (Candidate each : shortest) {
      found.entrySet().stream()
          .filter(other -> begins(each, other.getKey()))
          .findFirst()
          .map(Map.Entry::getValue)
          .ifPresent(longer -> {
            Found shorter = found.remove(each);
            if (shorter != null) {
              longer.add(shorter);
            }
          });
    }
  }

  private static boolean begins(Candidate each, Candidate other) {
    int size = each.columns().size();
    return each.table().equals(other.table())
        && other.columns().size() > size
        && other.columns().subList(0, size).equals(each.columns());
  }

  private void judge(Candidate index, Found each) {
    double rows = rows(index.table());
    double writes = writes(index.table());
    double upkeep = Math.max(0, writes) * SECONDS_OF_WRITE;
    if (each.seconds - upkeep < WORTH) {
      return;
    }
    String object = object(index);
    Evidence evidence =
        Evidence.of("tried on", "a scratch copy")
            .and("rows that are read now", each.before)
            .and("rows that are read with it", each.after)
            .and("times a day", (long) each.calls + (each.assumed ? " (assumed)" : ""))
            .bytes("size of the index, about", rows * each.width)
            .and(
                "upkeep",
                writes < 0
                    ? "not counted"
                    : "%.2f s/day for %.0f writes".formatted(upkeep, writes));
    if (!each.others.isEmpty()) {
      evidence.and(
          "together with",
          String.join(", ", each.others.stream().map(MissingIndexes::object).toList()));
    }
    report.add(
        new Advice(
            MysqlRules.MISSING,
            object,
            Gain.seconds(each.seconds - upkeep),
            evidence.facts(),
            "With an index on %s a statement reads %d rows instead of %d."
                .formatted(object, each.after, each.before),
            remedy(index),
            List.copyOf(each.statements)));
  }

  private static String object(Candidate index) {
    return Names.quote(index.table()) + " (" + Names.list(index.columns()) + ")";
  }

  private static Remedy remedy(Candidate index) {
    String table = Names.quote(index.table());
    String name = Names.quote(Names.index(index.columns()));
    return Remedy.of(
            List.of(
                "ALTER TABLE %s ADD INDEX %s (%s), ALGORITHM = INPLACE, LOCK = NONE"
                    .formatted(table, name, Names.list(index.columns()))),
            List.of("ALTER TABLE %s DROP INDEX %s".formatted(table, name)))
        .building(table + "." + name);
  }

  private double rows(String table) {
    return database
        .query(
            "select coalesce(max(table_rows), 0) from information_schema.tables where table_schema"
                + " = database() and table_name = ?",
            table)
        .first(row -> row.doubleAt(0))
        .orElse(0.0);
  }

  /** Writes to a table a day; -1 where nobody counts. */
  private double writes(String table) {
    if (!facts.on("performance_schema")) {
      return -1;
    }
    try {
      return database
              .query(
                  "select coalesce(sum(count_write), 0) from"
                      + " performance_schema.table_io_waits_summary_by_table where object_schema ="
                      + " database() and object_name = ?",
                  table)
              .first(row -> row.doubleAt(0))
              .orElse(0.0)
          / facts.days();
    } catch (WeirException refused) {
      return -1;
    }
  }
}
