package dev.weir.connector.mysql;

/** MySQL through MariaDB's JDBC driver. */
public final class MysqlConnector extends FamilyConnector {
  public MysqlConnector() {
    super(Product.MYSQL);
  }
}
