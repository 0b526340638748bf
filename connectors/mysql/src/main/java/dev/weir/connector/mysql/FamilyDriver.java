package dev.weir.connector.mysql;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** MariaDB's driver, with encryption where the server offers it, and clearer words. */
final class FamilyDriver implements Driver {
  /** The driver's own code for a server key that it may not ask for. */
  private static final String NO_PUBLIC_KEY = "S1009";

  private final Driver driver = new org.mariadb.jdbc.Driver();

  @Override
  public @Nullable Connection connect(String url, Properties properties) throws SQLException {
    try {
      return Wires.open(() -> driver.connect(url, properties));
    } catch (SQLException e) {
      if (Boolean.parseBoolean(properties.getProperty(DriverSettings.PREFER)) && tlsFailed(e)) {
        return unencrypted(url, properties);
      }
      throw explained(e);
    }
  }

  private @Nullable Connection unencrypted(String url, Properties properties) throws SQLException {
    Properties plain = new Properties();
    plain.putAll(properties);
    plain.setProperty("sslMode", "disable");
    try {
      return Wires.open(() -> driver.connect(url, plain));
    } catch (SQLException e) {
      throw explained(e);
    }
  }

  private static boolean tlsFailed(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (cause instanceof SSLException
          || message != null && message.contains("ssl not enabled in the server")) {
        return true;
      }
    }
    return false;
  }

  private static SQLException explained(SQLException error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException inner && NO_PUBLIC_KEY.equals(inner.getSQLState())) {
        return new SQLException(
            "The server wants the password encrypted (caching_sha2_password), and the connection is"
                + " not: set tls.mode to require or better, or give the server's key in the"
                + " parameter serverRsaPublicKeyFile.",
            "28000",
            1251,
            error);
      }
    }
    return error;
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return driver.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties)
      throws SQLException {
    return driver.getPropertyInfo(url, properties);
  }

  @Override
  public int getMajorVersion() {
    return driver.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return driver.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return driver.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    return driver.getParentLogger();
  }
}
