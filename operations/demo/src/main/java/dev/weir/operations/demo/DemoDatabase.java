package dev.weir.operations.demo;

import dev.weir.api.Database;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Clinics, their patients and their work over three years: some 500,000 rows in schema {@code
 * public} of a PostgreSQL 15 or newer, the same on every machine. What is wrong with it on purpose
 * is told by {@link DemoFaults}.
 */
public final class DemoDatabase {
  private static final Duration STEP_TIMEOUT = Duration.ofMinutes(5);

  private DemoDatabase() {}

  /** Hears of each step before it begins; {@code number} counts from 1. */
  @FunctionalInterface
  public interface Progress {
    void step(int number, int of, String title);
  }

  /** Whether the demo database is there and complete. */
  public static boolean loaded(Database database) {
    return begun(database)
        && database
            .query("select finished from public.demo_load")
            .first(row -> row.booleanAt(0))
            .orElse(false);
  }

  /**
   * Loads it, one transaction a step. Where it is complete already, nothing happens; what an
   * unfinished load left is dropped, and the load begins again. Tables of the same names that no
   * load made are left alone: the first step then fails, and nothing has changed.
   *
   * @return true when it was loaded now, false when it was there
   */
  public static boolean load(Database database, Progress progress) {
    if (loaded(database)) {
      return false;
    }
    List<DemoScript.Step> steps = new ArrayList<>();
    if (begun(database)) {
      steps.addAll(DemoScript.resource("drop.sql").steps());
    }
    steps.addAll(DemoScript.resource("demo.sql").steps());
    for (int i = 0; i < steps.size(); i++) {
      DemoScript.Step step = steps.get(i);
      progress.step(i + 1, steps.size(), step.title());
      database.transaction(
          TransactionOptions.DEFAULT.timeout(STEP_TIMEOUT), transaction -> run(transaction, step));
    }
    return true;
  }

  private static boolean begun(Database database) {
    return database
        .query("select to_regclass('public.demo_load') is not null")
        .first(row -> row.booleanAt(0))
        .orElse(false);
  }

  private static int run(Transaction transaction, DemoScript.Step step) {
    transaction.query("select set_config('search_path', 'public', true)").close();
    for (String text : step.statements()) {
      Result result = transaction.execute(Statement.of(text).timeout(STEP_TIMEOUT));
      if (result instanceof Rows rows) {
        rows.close();
      }
    }
    return step.statements().size();
  }
}
