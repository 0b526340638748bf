package dev.weir.connector.jdbc;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import org.jspecify.annotations.Nullable;

/** Turns a driver's errors into Weir's, once, at the edge. */
final class Translation {
  /** When it went wrong, which decides what is known of its effect. */
  enum Phase {
    /** Before anything was sent. */
    CONNECT,
    /** While a statement ran. */
    STATEMENT,
    /** While a transaction was being committed. */
    COMMIT
  }

  private final RelationalEngine engine;
  private final String database;
  private final String node;

  Translation(RelationalEngine engine, String database, String node) {
    this.engine = engine;
    this.database = database;
    this.node = node;
  }

  WeirException translate(SQLException error, Phase phase) {
    DatabaseError code = code(error, phase);
    Effect effect =
        code == DatabaseError.CONNECTION_LOST_DURING && phase != Phase.CONNECT
            ? Effect.UNKNOWN
            : Effect.NONE;
    String said = code == DatabaseError.TLS ? TlsFailure.words(error) : null;
    String message =
        "Database "
            + database
            + ": "
            + (said == null ? firstLine(error) + engine.hint(error) : said);
    WeirException translated = WeirException.of(code, message, error, effect);
    WeirException.with(translated, "database", database);
    WeirException.with(translated, "node", node);
    WeirException.with(translated, "sqlState", error.getSQLState());
    if (error.getErrorCode() != 0) {
      WeirException.with(translated, "vendorCode", Integer.toString(error.getErrorCode()));
    }
    return translated;
  }

  WeirException closed() {
    return dev.weir.api.Rejected.because(
        CoreError.CLOSED, "The session of database " + database + " is closed.");
  }

  WeirException stream(IOException error) {
    return dev.weir.api.Failed.because(
        CoreError.STREAM, "Database " + database + ": the stream of the copy broke off.", error);
  }

  WeirException cancelled() {
    return WeirException.of(
        DatabaseError.CANCELLED,
        "Database " + database + ": the statement was cancelled.",
        null,
        Effect.NONE);
  }

  static boolean lost(DatabaseError code) {
    return code == DatabaseError.CONNECTION_LOST || code == DatabaseError.CONNECTION_LOST_DURING;
  }

  private DatabaseError code(SQLException error, Phase phase) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof javax.net.ssl.SSLException) {
        return DatabaseError.TLS;
      }
    }
    DatabaseError found = find(error);
    if (found == null) {
      found =
          ioCause(error)
                  || error instanceof SQLRecoverableException
                  || error instanceof SQLNonTransientConnectionException
              ? DatabaseError.CONNECTION_LOST_DURING
              : error instanceof SQLTimeoutException
                  ? DatabaseError.STATEMENT_TIMEOUT
                  : DatabaseError.OTHER;
    }
    if (phase == Phase.CONNECT && lost(found)) {
      return DatabaseError.CONNECTION_REFUSED;
    }
    return found;
  }

  private @Nullable DatabaseError find(SQLException error) {
    DatabaseError found = engine.errors().find(error);
    if (found == null && error.getCause() instanceof SQLException inner) {
      return find(inner);
    }
    return found;
  }

  private static boolean ioCause(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(SQLException error) {
    String message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    return message.strip().lines().findFirst().orElse(message);
  }
}
