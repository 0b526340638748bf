package dev.weir.connector.mysql;

/** MariaDB through MariaDB's JDBC driver. */
public final class MariadbConnector extends FamilyConnector {
  public MariadbConnector() {
    super(Product.MARIADB);
  }
}
