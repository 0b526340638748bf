package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;

/**
 * Refuses what is never meant: no statement, several where one is expected ({@code WEIR-009}), and
 * statements that begin or end a transaction on a session that other requests will share ({@code
 * WEIR-035}).
 */
public final class GuardStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    if (request.call() == null) {
      check(request, request.understood().understanding());
    }
    return next.proceed(request);
  }

  private static void check(Request request, Understanding understanding) {
    if (understanding.statements() == 1 && understanding.kind() != StatementKind.TRANSACTION) {
      return;
    }
    String where = "Database " + request.database().name() + ": ";
    if (understanding.statements() == 0) {
      throw Rejected.because(CoreError.EMPTY_STATEMENT, where + "the statement is empty.");
    }
    if (understanding.statements() > 1) {
      throw Rejected.because(
          CoreError.SEVERAL_STATEMENTS,
          where + "there are " + understanding.statements() + " statements where one is expected.");
    }
    throw Rejected.because(
        CoreError.TRANSACTION_STATEMENT,
        where + "sessions are shared, so a transaction is not begun or ended by a statement.");
  }
}
