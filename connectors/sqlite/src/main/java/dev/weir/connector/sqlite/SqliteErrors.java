package dev.weir.connector.sqlite;

import dev.weir.api.DatabaseError;
import dev.weir.connector.jdbc.ErrorMap;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteException;

/** SQLite's extended result codes in the common vocabulary ("Result and Error Codes"). */
final class SqliteErrors {
  static final ErrorMap MAP = SqliteErrors::find;

  private SqliteErrors() {}

  private static @Nullable DatabaseError find(SQLException error) {
    String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
    if (error instanceof SQLiteException coded) {
      return byCode(coded.getResultCode().code, message);
    }
    // The driver looks at the folder itself before it asks the library.
    return message.startsWith("path to ") ? DatabaseError.UNKNOWN_DATABASE : null;
  }

  private static @Nullable DatabaseError byCode(int code, String message) {
    return switch (code) {
      case 1555, 2067, 2579 -> DatabaseError.UNIQUE_VIOLATION;
      case 787 -> DatabaseError.FOREIGN_KEY_VIOLATION;
      case 1299 -> DatabaseError.NOT_NULL_VIOLATION;
      case 275 -> DatabaseError.CHECK_VIOLATION;
      case 3091 -> DatabaseError.INVALID_VALUE;
      case 1811 -> DatabaseError.USER_RAISED;
      case 517 -> DatabaseError.SERIALIZATION;
      default ->
          switch (code & 0xff) {
            case 1 -> byMessage(message);
            case 3, 23 -> DatabaseError.PERMISSION;
            case 5, 6 -> DatabaseError.LOCK_TIMEOUT;
            case 7 -> DatabaseError.OUT_OF_MEMORY;
            case 8 -> DatabaseError.READ_ONLY;
            case 9 -> DatabaseError.CANCELLED;
            case 11 -> DatabaseError.DATA_CORRUPTED;
            case 13 -> DatabaseError.DISK_FULL;
            case 14 -> DatabaseError.UNKNOWN_DATABASE;
            case 18 -> DatabaseError.LIMIT_EXCEEDED;
            case 19 -> constraint(message);
            case 20, 25 -> DatabaseError.INVALID_VALUE;
            case 26 -> DatabaseError.PROTOCOL;
            default -> null;
          };
    };
  }

  private static DatabaseError constraint(String message) {
    return message.contains("foreign key")
        ? DatabaseError.FOREIGN_KEY_VIOLATION
        : DatabaseError.CHECK_VIOLATION;
  }

  /** The one code that stands for everything wrong with a statement. */
  private static DatabaseError byMessage(String message) {
    if (message.contains("no such ")
        || message.contains("has no column named")
        || message.contains("unknown database")) {
      return DatabaseError.UNKNOWN_OBJECT;
    }
    if (message.contains("already exists") || message.contains("already another")) {
      return DatabaseError.ALREADY_EXISTS;
    }
    if (message.contains("integer overflow")
        || message.contains("malformed json")
        || message.contains("out of range")) {
      return DatabaseError.INVALID_VALUE;
    }
    if (message.contains("too many")
        || message.contains("too large")
        || message.contains("limit")) {
      return DatabaseError.LIMIT_EXCEEDED;
    }
    return DatabaseError.SYNTAX;
  }
}
