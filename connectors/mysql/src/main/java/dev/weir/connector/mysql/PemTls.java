package dev.weir.connector.mysql;

import dev.weir.connector.jdbc.PemKeys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.SQLException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;
import org.mariadb.jdbc.export.ExceptionFactory;
import org.mariadb.jdbc.export.SslMode;
import org.mariadb.jdbc.plugin.TlsSocketPlugin;
import org.mariadb.jdbc.plugin.tls.main.DefaultTlsSocketPlugin;

/**
 * TLS with keys in PEM files, found by the driver through {@link java.util.ServiceLoader}. Unlike
 * the driver's own way it never takes a certificate of an unknown authority because the server
 * knows the password's hash: verifying means verifying.
 */
public final class PemTls implements TlsSocketPlugin {
  static final String TYPE = "WEIR";

  private final TlsSocketPlugin standard = new DefaultTlsSocketPlugin();

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public TrustManager[] getTrustManager(
      Configuration configuration, ExceptionFactory errors, HostAddress host) throws SQLException {
    if (configuration.sslMode() == SslMode.TRUST || configuration.serverSslCert() != null) {
      return standard.getTrustManager(configuration, errors, host);
    }
    try {
      TrustManagerFactory platform =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      platform.init((KeyStore) null);
      return platform.getTrustManagers();
    } catch (GeneralSecurityException e) {
      throw new SQLException("The platform's trusted authorities cannot be read.", "08000", e);
    }
  }

  @Override
  public KeyManager @Nullable [] getKeyManager(Configuration configuration, ExceptionFactory errors)
      throws SQLException {
    String certificate = configuration.nonMappedOptions().getProperty(DriverSettings.CERTIFICATE);
    String key = configuration.nonMappedOptions().getProperty(DriverSettings.KEY);
    if (certificate == null || key == null) {
      return null;
    }
    try {
      return PemKeys.read(certificate, key);
    } catch (IOException | GeneralSecurityException e) {
      throw new SQLException(
          "The client's certificate or key cannot be used: " + e.getMessage(),
          "08000",
          new SSLException(e));
    }
  }

  @Override
  public void verify(String host, SSLSession session, long serverThread) throws SSLException {
    standard.verify(host, session, serverThread);
  }
}
