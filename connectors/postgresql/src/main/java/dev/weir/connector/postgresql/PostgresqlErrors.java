package dev.weir.connector.postgresql;

import dev.weir.api.DatabaseError;
import dev.weir.connector.jdbc.ErrorMap;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL's error codes in the common vocabulary (manual, appendix A). */
final class PostgresqlErrors {
  static final ErrorMap MAP =
      ((ErrorMap)
              error -> {
                String state = error.getSQLState();
                return switch (state == null ? "" : state) {
                  case "42601",
                      "42P10",
                      "42803",
                      "42P20",
                      "42804",
                      "42846",
                      "42725",
                      "42702",
                      "42P18",
                      "42P08",
                      "42P02" ->
                      DatabaseError.SYNTAX;
                  case "42P01", "42703", "42883", "42704", "3F000", "26000", "34000", "42P09" ->
                      DatabaseError.UNKNOWN_OBJECT;
                  case "42P07", "42701", "42710", "42723", "42P06", "42P04", "42712" ->
                      DatabaseError.ALREADY_EXISTS;
                  case "23505" -> DatabaseError.UNIQUE_VIOLATION;
                  case "23503", "23001" -> DatabaseError.FOREIGN_KEY_VIOLATION;
                  case "23502" -> DatabaseError.NOT_NULL_VIOLATION;
                  case "23514", "44000" -> DatabaseError.CHECK_VIOLATION;
                  case "23P01" -> DatabaseError.EXCLUSION_VIOLATION;
                  case "42501" -> DatabaseError.PERMISSION;
                  case "28P01", "28000" -> DatabaseError.AUTHENTICATION;
                  case "3D000" -> DatabaseError.UNKNOWN_DATABASE;
                  case "40P01" -> DatabaseError.DEADLOCK;
                  case "40001" -> DatabaseError.SERIALIZATION;
                  case "55P03" -> DatabaseError.LOCK_TIMEOUT;
                  case "57014" -> message(error.getMessage());
                  case "53300" -> DatabaseError.TOO_MANY_CONNECTIONS;
                  case "25006" -> DatabaseError.READ_ONLY;
                  case "53100" -> DatabaseError.DISK_FULL;
                  case "53000", "53200", "53400" -> DatabaseError.OUT_OF_MEMORY;
                  case "08001" -> DatabaseError.CONNECTION_REFUSED;
                  case "08004" -> rejected(error);
                  case "08003", "25P03" -> DatabaseError.CONNECTION_LOST;
                  case "57P01", "57P02", "57P04", "57P05", "08000", "08006", "08007" ->
                      DatabaseError.CONNECTION_LOST_DURING;
                  case "57P03" -> DatabaseError.SERVER_STARTING;
                  case "25P02" -> DatabaseError.TRANSACTION_ABORTED;
                  case "XX001", "XX002" -> DatabaseError.DATA_CORRUPTED;
                  case "22023" ->
                      tooLong(error) ? DatabaseError.LIMIT_EXCEEDED : DatabaseError.INVALID_VALUE;
                  case "08P01" -> DatabaseError.PROTOCOL;
                  case "P0001", "P0002", "P0003", "P0004" -> DatabaseError.USER_RAISED;
                  case "54000", "54001", "54011", "54023" -> DatabaseError.LIMIT_EXCEEDED;
                  default -> null;
                };
              })
          .or(ErrorMap.SQLSTATE);

  private static final Pattern COPY_PLACE =
      Pattern.compile("COPY .+?, line (\\d+)(?:, column ([^:]+))?");

  private PostgresqlErrors() {}

  /**
   * The driver says this too, in the language of the machine: of a server without TLS, and of a
   * sign-in that the two cannot agree on, such as one without a password.
   */
  private static DatabaseError rejected(SQLException error) {
    if (error instanceof PSQLException told && told.getServerErrorMessage() != null) {
      return DatabaseError.CONNECTION_REFUSED;
    }
    return GT.tr("The server does not support SSL.").equals(error.getMessage())
        ? DatabaseError.TLS
        : DatabaseError.AUTHENTICATION;
  }

  /**
   * The place in the rows of a copy, without the value that stands there; and for a payload that is
   * too long what to do instead.
   */
  static String hint(SQLException error) {
    if (tooLong(error)) {
      return " (a notification carries less than 8000 bytes: keep the rest in a table, and send its"
          + " key)";
    }
    ServerErrorMessage said =
        error instanceof PSQLException known ? known.getServerErrorMessage() : null;
    String where = said == null ? null : said.getWhere();
    Matcher place = COPY_PLACE.matcher(where == null ? "" : where);
    if (!place.find()) {
      return "";
    }
    String column = place.group(2);
    return " (line " + place.group(1) + (column == null ? "" : ", column " + column) + ")";
  }

  private static boolean tooLong(SQLException error) {
    return String.valueOf(error.getMessage()).contains("payload string too long");
  }

  private static DatabaseError message(@org.jspecify.annotations.Nullable String message) {
    return message != null && message.contains("statement timeout")
        ? DatabaseError.STATEMENT_TIMEOUT
        : DatabaseError.CANCELLED;
  }
}
