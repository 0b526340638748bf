package dev.weir.advisor.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import dev.weir.spi.advise.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.ObjectMapper;

/** Runs statements that only read, in transactions that are read only and rolled back. */
final class Measuring {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int RUNS = 3;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LIMIT = Pattern.compile("(?i)\\b(limit|offset)\\s+\\$(\\d+)");

  private Measuring() {}

  static List<Measured> of(Database database, List<String> statements) {
    List<Measured> measured = new ArrayList<>();
    for (String statement : statements) {
      try (Transaction transaction = database.begin(TransactionOptions.DEFAULT.timeout(TIMEOUT))) {
        transaction.query("select set_config('transaction_read_only', 'on', true)").close();
        one(transaction, statement).ifPresent(measured::add);
      } catch (WeirException unmeasurable) {
        // It writes, takes too long, or cannot be planned: the others speak for the index.
      }
    }
    return measured;
  }

  private static Optional<Measured> one(Transaction transaction, String statement) {
    Seen seen = new Seen(statement, 1, 0, false);
    Optional<Plan> plan = new Explain(transaction).plan(seen, statement);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    double cost = plan.get().cost();
    String target = statement;
    boolean prepared = seen.parameters() > 0;
    if (prepared) {
      Optional<List<String>> values = values(transaction, plan.get(), statement, seen.parameters());
      if (values.isEmpty()) {
        return Optional.of(new Measured(statement, 0, cost));
      }
      run(transaction, "prepare weir_measure as " + statement);
      target = "execute weir_measure(" + String.join(", ", values.get()) + ")";
    }
    try {
      double[] times = new double[RUNS];
      for (int i = 0; i < RUNS; i++) {
        times[i] = time(transaction, target);
      }
      Arrays.sort(times);
      return Optional.of(new Measured(statement, times[RUNS / 2], cost));
    } finally {
      if (prepared) {
        deallocate(transaction);
      }
    }
  }

  private static void deallocate(Transaction transaction) {
    try {
      run(transaction, "deallocate weir_measure");
    } catch (WeirException aborted) {
      transaction.rollback();
    }
  }

  private static double time(Transaction transaction, String target) {
    return transaction
        .query(
            Statement.of("explain (analyze, timing off, format json) " + target).timeout(TIMEOUT))
        .first(row -> JSON.readTree(Look.text(row, 0)).get(0).get("Execution Time").asDouble())
        .orElse(0.0);
  }

  private static void run(Transaction transaction, String text) {
    transaction.update(Statement.of(text).timeout(TIMEOUT));
  }

  /** A value from the column that each parameter is compared with; none when one is not known. */
  private static Optional<List<String>> values(
      Transaction transaction, Plan plan, String statement, int count) {
    Map<Integer, String> found = new TreeMap<>();
    Matcher limit = LIMIT.matcher(statement);
    while (limit.find()) {
      found.put(
          Integer.valueOf(limit.group(2)),
          limit.group(1).toLowerCase(Locale.ROOT).equals("limit") ? "20" : "0");
    }
    for (Predicates.Term term : plan.terms()) {
      String table = plan.tables().get(term.alias());
      if (term.parameter() > 0 && table != null) {
        transaction
            .query(
                Statement.of(
                        "select (%s)::text from %s where %s is not null limit 1"
                            .formatted(term.key(), table, term.key()))
                    .timeout(TIMEOUT))
            .first(row -> row.text(0))
            .ifPresent(value -> found.put(term.parameter(), Names.literal(value)));
      }
    }
    return found.size() == count ? Optional.of(List.copyOf(found.values())) : Optional.empty();
  }
}
