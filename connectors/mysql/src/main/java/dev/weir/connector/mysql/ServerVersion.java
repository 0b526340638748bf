package dev.weir.connector.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Which server answers, whatever the definition calls it.
 *
 * @param number such as {@code 11.4.5}
 */
record ServerVersion(Product product, String number) {
  static ServerVersion of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT VERSION()")) {
      rows.next();
      return parse(rows.getString(1));
    }
  }

  /** From {@code 8.0.15}, {@code 11.4.5-MariaDB-log} or {@code 5.5.5-10.6.18-MariaDB}. */
  static ServerVersion parse(String told) {
    boolean mariadb = told.contains("MariaDB");
    String text = mariadb && told.startsWith("5.5.5-") ? told.substring(6) : told;
    int dash = text.indexOf('-');
    return new ServerVersion(
        mariadb ? Product.MARIADB : Product.MYSQL, dash < 0 ? text : text.substring(0, dash));
  }

  @Override
  public String toString() {
    return product.displayName() + " " + number;
  }
}
