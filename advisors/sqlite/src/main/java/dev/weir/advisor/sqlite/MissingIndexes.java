package dev.weir.advisor.sqlite;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Indexes that given statements would use: tried on an empty copy of the table, temporary and in a
 * transaction that is rolled back.
 */
final class MissingIndexes {
  private static final Pattern SCAN = Pattern.compile("SCAN (?:TABLE )?(\\S+)(?! USING).*");
  private static final long FEW = 10_000;
  private static final double SECONDS_OF_ROW = 0.3e-6;

  private final Database database;

  MissingIndexes(Database database) {
    this.database = database;
  }

  List<Advice> of(List<Sample> samples) {
    Map<String, Advice> found = new LinkedHashMap<>();
    for (Sample sample : samples) {
      for (String table : scanned(sample.text())) {
        advice(table, sample).ifPresent(each -> found.putIfAbsent(each.object(), each));
      }
    }
    return List.copyOf(found.values());
  }

  private List<String> scanned(String statement) {
    List<String> tables = new ArrayList<>();
    for (String line : plan(database, statement)) {
      Matcher scan = SCAN.matcher(line);
      if (scan.matches() && !line.contains("INDEX")) {
        tables.add(scan.group(1));
      }
    }
    return tables;
  }

  private static List<String> plan(dev.weir.api.StatementRunner runner, String statement) {
    try {
      return runner
          .query(Statement.of("explain query plan " + statement))
          .list(row -> String.valueOf(row.text(3)));
    } catch (WeirException unplannable) {
      return List.of();
    }
  }

  private Optional<Advice> advice(String table, Sample sample) {
    List<String> columns =
        database
            .query("select name from pragma_table_info(?)", table)
            .list(row -> String.valueOf(row.text(0)));
    List<String> keys = new ArrayList<>(compared(sample.text(), columns, "=|in\\b|is\\b"));
    for (String column : compared(sample.text(), columns, "<|>|<=|>=|between\\b")) {
      if (!keys.contains(column)) {
        keys.add(column);
        break;
      }
    }
    if (columns.isEmpty() || keys.isEmpty()) {
      return Optional.empty();
    }
    long rows =
        database
            .query("select count(*) from " + Index.quote(table))
            .first(row -> row.longAt(0))
            .orElse(0L);
    List<String> tried = rows < FEW ? List.of() : tried(table, keys, sample.text());
    return tried.isEmpty() ? Optional.empty() : Optional.of(advice(table, keys, rows, sample));
  }

  /** Columns that stand left of one of these operators. */
  private static List<String> compared(String statement, List<String> columns, String operators) {
    String text = statement.replaceAll("'(?:[^']|'')*'", "''");
    return columns.stream()
        .filter(column ->
            Pattern.compile(
                    "(?i)(?<![\\w\"])\"?"
                        + Pattern.quote(column)
                        + "\"?\\s*(?:"
                        + operators
                        + ")(?![=>])")
                .matcher(text)
                .find())
        .toList();
  }

  private List<String> tried(String table, List<String> keys, String statement) {
    try (Transaction transaction = database.begin(TransactionOptions.DEFAULT)) {
      String name = Index.quote(table);
      transaction.update(
          "create temporary table " + name + " as select * from main." + name + " limit 0");
      transaction.update("create index temp.weir_try on " + name + " (" + columns(keys) + ")");
      return plan(transaction, statement).stream()
          .filter(line -> line.contains("weir_try"))
          .toList();
    } catch (WeirException impossible) {
      return List.of();
    }
  }

  private static String columns(List<String> keys) {
    return String.join(", ", keys.stream().map(Index::quote).toList());
  }

  private static Advice advice(String table, List<String> keys, long rows, Sample sample) {
    String index = Index.quote(table + "_" + String.join("_", keys));
    double calls = sample.calls() > 0 ? sample.calls() : 1000;
    double seconds =
        sample.milliseconds() > 0 ? sample.milliseconds() / 1000 : rows * SECONDS_OF_ROW;
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("rows that are read now", String.valueOf(rows));
    evidence.put("tried on", "an empty scratch copy");
    evidence.put(
        "times a day", String.valueOf((long) calls) + (sample.calls() > 0 ? "" : " (assumed)"));
    return new Advice(
        SqliteRules.MISSING,
        table + " (" + String.join(", ", keys) + ")",
        Gain.seconds(calls * seconds),
        evidence,
        "A statement reads all " + rows + " rows of " + table + ".",
        Remedy.of(
                List.of(
                    "CREATE INDEX "
                        + index
                        + " ON "
                        + Index.quote(table)
                        + " ("
                        + columns(keys)
                        + ")"),
                List.of("DROP INDEX " + index))
            .building(index),
        List.of(sample.text()));
  }
}
