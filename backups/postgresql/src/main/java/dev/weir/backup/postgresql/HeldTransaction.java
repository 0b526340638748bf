package dev.weir.backup.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Isolation;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A repeatable-read transaction on the definition's database, through the request path. */
final class HeldTransaction implements Conversation {
  private static final Duration LONG = Duration.ofDays(7);

  private final Transaction transaction;

  private HeldTransaction(Transaction transaction) {
    this.transaction = transaction;
  }

  static HeldTransaction begin(Database database) {
    return new HeldTransaction(
        database.begin(
            TransactionOptions.DEFAULT
                .isolation(Isolation.REPEATABLE_READ)
                .attempts(1)
                .timeout(LONG)));
  }

  @Override
  public List<List<@Nullable String>> rows(String query) {
    return transaction.query(Statement.of(query).timeout(LONG)).list(HeldTransaction::texts);
  }

  /** Runs a statement that answers no rows; what it does goes with the transaction. */
  void run(String statement) {
    transaction.update(Statement.of(statement).timeout(LONG));
  }

  /** Asks a question whose failure leaves the transaction usable. */
  List<List<@Nullable String>> tried(String query) {
    transaction.savepoint("tried");
    try {
      List<List<@Nullable String>> rows = rows(query);
      transaction.release("tried");
      return rows;
    } catch (dev.weir.api.WeirException e) {
      transaction.rollbackTo("tried");
      throw e;
    }
  }

  private static List<@Nullable String> texts(Row row) {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < row.columns().size(); i++) {
      texts.add(row.isNull(i) ? null : row.text(i));
    }
    return texts;
  }

  @Override
  public void close() {
    transaction.close();
  }
}
