package dev.weir.connector.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each session keeps to: the server's own {@code sql_mode}, strict, but without the modes that
 * move the end of a literal; UTC; and patience with readers of long results, which the server would
 * cut off after a minute.
 */
final class SessionModes {
  private static final Set<String> UNSAFE =
      Set.of(
          "ANSI_QUOTES",
          "NO_BACKSLASH_ESCAPES",
          "ANSI",
          "DB2",
          "MAXDB",
          "MSSQL",
          "ORACLE",
          "POSTGRESQL");

  private SessionModes() {}

  static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String modes;
      try (ResultSet rows = statement.executeQuery("SELECT @@SESSION.sql_mode")) {
        rows.next();
        modes = rows.getString(1);
      }
      statement.execute(
          "SET time_zone = '+00:00', net_write_timeout = 600,"
              + " sql_mode = '"
              + safe(modes)
              + "'");
    }
  }

  static String safe(String modes) {
    return Arrays.stream(modes.split(","))
        .filter(mode -> !UNSAFE.contains(mode))
        .collect(Collectors.joining(","));
  }
}
