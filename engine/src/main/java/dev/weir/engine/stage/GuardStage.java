package dev.weir.engine.stage;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.api.Result;
import dev.weir.engine.Request;
import dev.weir.engine.Stage;
import dev.weir.spi.StatementKind;
import dev.weir.spi.Understanding;
import dev.weir.spi.Understanding.Manner;

/**
 * Refuses what is never meant: no statement, several where one is expected ({@code WEIR-009}),
 * statements that begin or end a transaction on a session that other requests will share ({@code
 * WEIR-035}), and those that need another call, such as LISTEN and COPY ({@code WEIR-037}).
 */
public final class GuardStage implements Stage {
  @Override
  public Result proceed(Request request, Next next) {
    if (request.statement() != null) {
      check(request, request.understood().understanding());
    }
    return next.proceed(request);
  }

  private static void check(Request request, Understanding understanding) {
    if (understanding.statements() == 1 && understanding.kind() != StatementKind.TRANSACTION) {
      checkCall(request, understanding.manner());
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

  private static void checkCall(Request request, Manner manner) {
    Manner wanted =
        switch (request.action()) {
          case COPY_OUT -> Manner.COPY_OUT;
          case COPY_IN -> Manner.COPY_IN;
          default -> Manner.PLAIN;
        };
    if (manner == wanted) {
      return;
    }
    String why =
        switch (manner) {
          case LISTEN ->
              "sessions are shared, so none is made a listener; use listen, or `weir listen`";
          case COPY_OUT -> "it copies rows out, which needs copyOut or `weir query`";
          case COPY_IN -> "it copies rows in, which needs copyIn or `weir query … --input FILE`";
          case PLAIN -> "it does not copy rows " + (wanted == Manner.COPY_IN ? "in" : "out");
        };
    throw Rejected.because(
        CoreError.WRONG_CALL, "Database " + request.database().name() + ": " + why + ".");
  }
}
