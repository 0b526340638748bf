package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Commands that wait for locks a short while, and make way to those who wait behind them. */
final class Carrying {
  private static final Duration LONG = Duration.ofHours(6);
  private static final int ATTEMPTS = 4;

  private final Database database;
  private final Duration patience;
  private final Consumer<String> progress;

  Carrying(Database database, Duration patience, Consumer<String> progress) {
    this.database = database;
    this.patience = patience;
    this.progress = progress;
  }

  void carryOut(List<String> commands) {
    for (String command : commands) {
      if (!command.startsWith("--")) {
        progress.accept(command + ";");
        insist(command);
      }
    }
  }

  private void insist(String command) {
    for (int attempt = 1; ; attempt++) {
      try {
        run(command);
        return;
      } catch (WeirException e) {
        if (e.code() != DatabaseError.LOCK_TIMEOUT || attempt == ATTEMPTS) {
          throw e;
        }
        progress.accept("Somebody holds a lock on it; trying again.");
      }
    }
  }

  /** A change commits by itself; the transaction keeps it on the session with the limit. */
  private void run(String command) {
    try (Transaction session = database.begin(TransactionOptions.DEFAULT.timeout(LONG))) {
      run(session, "set session lock_wait_timeout = " + Math.max(1, patience.toSeconds()));
      try {
        run(session, command);
      } finally {
        run(session, "set session lock_wait_timeout = default");
      }
      session.commit();
    }
  }

  private static void run(Transaction session, String text) {
    if (session.execute(Statement.of(text).timeout(LONG)) instanceof Rows rows) {
      rows.close();
    }
  }
}
