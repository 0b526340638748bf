package dev.weir.advisor.postgresql;

import dev.weir.api.DatabaseError;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;

/**
 * Has statements planned in a transaction, those with {@code $1} by their generic plan. What cannot
 * be planned, such as a text that was shortened, is no answer.
 */
final class Explain {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String NAME = "weir_advise";

  private final Transaction transaction;
  private int unplanned;

  Explain(Transaction transaction) {
    this.transaction = transaction;
    Look.patient(transaction);
    transaction.query("select set_config('plan_cache_mode', 'force_generic_plan', true)").close();
  }

  Optional<Plan> plan(Seen statement, String text) {
    int parameters = statement.parameters();
    transaction.savepoint(NAME);
    boolean prepared = false;
    try {
      String target = text;
      if (parameters > 0) {
        run("prepare " + NAME + " as " + text);
        prepared = true;
        target =
            "execute "
                + NAME
                + "("
                + String.join(", ", Collections.nCopies(parameters, "null"))
                + ")";
      }
      return transaction
          .query(Statement.of("explain (format json, verbose) " + target).timeout(TIMEOUT))
          .first(row -> row.text(0))
          .map(Plan::parse);
    } catch (WeirException unplannable) {
      transaction.rollbackTo(NAME);
      // What names a table or function that is gone will not run again.
      unplanned += unplannable.code() == DatabaseError.UNKNOWN_OBJECT ? 0 : 1;
      return Optional.empty();
    } finally {
      if (prepared) {
        run("deallocate " + NAME);
      }
      transaction.release(NAME);
    }
  }

  /** How many statements had no plan. */
  int unplanned() {
    return unplanned;
  }

  private void run(String text) {
    transaction.update(Statement.of(text).timeout(TIMEOUT));
  }
}
