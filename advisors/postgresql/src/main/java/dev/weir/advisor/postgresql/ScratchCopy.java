package dev.weir.advisor.postgresql;

import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Copies of the tables, with their indexes and at most 200,000 of their rows, as temporary tables
 * of one transaction that is rolled back: nobody sees them, and nothing is left of them.
 */
final class ScratchCopy implements Laboratory {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final String MARK = "weir_scratch";
  private static final int ROWS = 200_000;

  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";

  /** A literal, or a name with its schema. */
  private static final Pattern PIECE = Pattern.compile("'(?:[^']|'')*'|" + NAME + "\\." + NAME);

  private final Transaction transaction;
  private final Map<String, String> copies = new LinkedHashMap<>();
  private final Map<String, Double> scales = new HashMap<>();
  private final Map<Candidate, Double> sizes = new HashMap<>();
  private int tries;

  /**
   * @param relations those to be copied, parts of a partitioned table once
   */
  ScratchCopy(Transaction transaction, Collection<Relation> relations) {
    this.transaction = transaction;
    // Parts add up to the whole.
    Map<String, Double> rows = new LinkedHashMap<>();
    relations.forEach(each -> rows.merge(each.root(), each.rows(), Double::sum));
    rows.forEach(this::copy);
    transaction.savepoint(MARK);
  }

  private void copy(String table, double rows) {
    String name = bare(table);
    String temporary = "pg_temp." + name;
    if (copies.containsValue(temporary)) {
      return; // another schema has a table of this name, and its copy would be taken for this one's
    }
    String columns =
        transaction
            .query(
                """
                select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
                where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''\
                """
                    .formatted(Names.literal(table)))
            .first(row -> row.text(0))
            .orElseThrow();
    String sample =
        rows > ROWS
            ? " tablesample system (" + Math.min(100, ROWS * 100.0 / rows) + ") repeatable (1)"
            : "";
    run(
        "create temporary table "
            + name
            + " (like "
            + table
            + " including all excluding constraints excluding identity) on commit drop");
    run(
        "insert into %s (%s) select %s from %s%s limit %d"
            .formatted(temporary, columns, columns, table, sample, ROWS));
    run("analyze " + temporary);
    copies.put(table, temporary);
    scales.put(table, Math.max(1, rows / ROWS));
  }

  private void run(String text) {
    if (transaction.execute(Statement.of(text).timeout(TIMEOUT))
        instanceof dev.weir.api.Rows rows) {
      rows.close();
    }
  }

  @Override
  public String means() {
    return "a scratch copy";
  }

  /** Names alone find the copies first, as they are temporary; those with a schema are changed. */
  @Override
  public String text(String statement) {
    StringBuilder text = new StringBuilder();
    Matcher piece = PIECE.matcher(statement);
    while (piece.find()) {
      String copy = copies.get(piece.group());
      piece.appendReplacement(text, Matcher.quoteReplacement(copy == null ? piece.group() : copy));
    }
    return piece.appendTail(text).toString();
  }

  private static String bare(String table) {
    Matcher name = Pattern.compile(NAME + "\\.(" + NAME + ")").matcher(table);
    return name.matches() ? name.group(1) : table;
  }

  @Override
  public Set<String> make(Candidate candidate) {
    String copy = copies.get(candidate.table());
    if (copy == null) {
      return Set.of();
    }
    String index = "weir_try_" + ++tries;
    transaction.savepoint("weir_make");
    Set<String> made = new HashSet<>();
    try {
      run("create index " + index + " on " + copy + " " + candidate.definition());
      if (candidate.keys().stream().anyMatch(key -> key.startsWith("("))) {
        run("analyze " + copy);
      }
      double bytes =
          transaction
              .query("select pg_relation_size('pg_temp." + index + "'::regclass)::float8")
              .first(row -> row.doubleAt(0))
              .orElse(0.0);
      sizes.put(candidate, bytes * scales.getOrDefault(candidate.table(), 1.0));
      made.add(index);
    } catch (WeirException impossible) {
      transaction.rollbackTo("weir_make");
    }
    transaction.release("weir_make");
    return made;
  }

  @Override
  public void clear() {
    transaction.rollbackTo(MARK);
    transaction.savepoint(MARK);
  }

  @Override
  public double bytes(Candidate candidate) {
    return sizes.getOrDefault(candidate, 0.0);
  }

  @Override
  public void close() {
    // The transaction's end takes all of it.
  }
}
