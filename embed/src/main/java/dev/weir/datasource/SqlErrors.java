package dev.weir.datasource;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Denied;
import dev.weir.api.WeirException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;

/** Weir's errors as JDBC callers expect them. */
final class SqlErrors {
  private SqlErrors() {}

  /**
   * The driver's own exception where there is one, since frameworks know those; otherwise one that
   * tells Weir's.
   */
  static SQLException told(WeirException error) {
    if (error.getCause() instanceof SQLException own && error.code() != CoreError.DEADLINE) {
      return own;
    }
    String message = error.explanation();
    if (error.code() == CoreError.DEADLINE) {
      return new SQLTimeoutException(message, "57014", error);
    }
    if (error.code() instanceof DatabaseError || error.retryable()) {
      return new SQLTransientConnectionException(message, "08001", error);
    }
    return new SQLException(message, error instanceof Denied ? "42501" : "HY000", error);
  }
}
