package dev.weir.monitor.postgresql;

import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Plan;

/** Asks for plans; one that runs the statement does so read-only, and is rolled back. */
final class Explaining {
  private static final String ESTIMATED = "explain (format xml) ";
  private static final String MEASURED = "explain (analyze, buffers, format xml) ";

  private Explaining() {}

  static Plan explain(Look look, Statement statement, boolean run) {
    if (!run) {
      return plan(look.database(), ESTIMATED, statement, look);
    }
    try (Transaction transaction = look.database().begin(options(statement).timeout(look.left()))) {
      Plan plan = plan(transaction, MEASURED, statement, look);
      transaction.rollback();
      return plan;
    }
  }

  private static TransactionOptions options(Statement statement) {
    TransactionOptions options = TransactionOptions.DEFAULT.readOnly(true);
    String tenant = statement.options().tenant();
    return tenant == null ? options : options.tenant(tenant);
  }

  private static Plan plan(StatementRunner runner, String how, Statement statement, Look look) {
    Statement asked =
        statement.named().isEmpty()
            ? Statement.of(Look.MARK + how + statement.text(), statement.positional().toArray())
            : Statement.of(Look.MARK + how + statement.text()).bindAll(statement.named());
    String xml =
        String.join(
            "\n",
            runner
                .query(asked.options(statement.options()).maxRows(0).timeout(look.left()))
                .list(row -> Cells.text(row, 0)));
    return PlanXml.read(xml);
  }
}
