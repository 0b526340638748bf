package dev.weir.connector.jdbc;

import dev.weir.api.DatabaseError;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** An engine's errors in the common vocabulary. */
@FunctionalInterface
public interface ErrorMap {
  /** The common code of a vendor's error, or null where this map has none. */
  @Nullable DatabaseError find(SQLException error);

  /** This map first, then another. */
  default ErrorMap or(ErrorMap other) {
    return error -> {
      DatabaseError found = find(error);
      return found != null ? found : other.find(error);
    };
  }

  /** The SQLSTATE classes of SQL:2023 that all engines share. */
  ErrorMap SQLSTATE =
      error -> {
        String state = error.getSQLState();
        if (state == null || state.length() != 5) {
          return null;
        }
        return switch (state) {
          case "08001", "08004" -> DatabaseError.CONNECTION_REFUSED;
          case "40001" -> DatabaseError.SERIALIZATION;
          case "23505" -> DatabaseError.UNIQUE_VIOLATION;
          case "23503" -> DatabaseError.FOREIGN_KEY_VIOLATION;
          case "23502" -> DatabaseError.NOT_NULL_VIOLATION;
          default ->
              switch (state.substring(0, 2)) {
                case "08" -> DatabaseError.CONNECTION_LOST_DURING;
                case "22", "21" -> DatabaseError.INVALID_VALUE;
                case "25" -> "25006".equals(state) ? DatabaseError.READ_ONLY : null;
                case "28" -> DatabaseError.AUTHENTICATION;
                case "40" -> DatabaseError.SERIALIZATION;
                case "42" -> DatabaseError.SYNTAX;
                case "0A" -> DatabaseError.NOT_SUPPORTED;
                case "53" -> DatabaseError.OUT_OF_MEMORY;
                case "54" -> DatabaseError.LIMIT_EXCEEDED;
                default -> null;
              };
        };
      };
}
