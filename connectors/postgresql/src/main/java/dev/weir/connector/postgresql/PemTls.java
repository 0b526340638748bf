package dev.weir.connector.postgresql;

import dev.weir.connector.jdbc.PemKeys;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Properties;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.NonValidatingFactory.NonValidatingTM;
import org.postgresql.ssl.WrappedFactory;
import org.postgresql.util.PSQLException;

/**
 * TLS with keys in PEM files and the oldest version that is accepted, made by the driver anew for
 * each connection. Unlike the driver's own it looks for no files in the user's home and never asks
 * the terminal for the key's password.
 */
public final class PemTls extends WrappedFactory {
  static final String MINIMUM_VERSION = "weirTlsMinimum";

  private final Properties properties;
  private final SslMode mode;

  public PemTls(Properties properties) throws PSQLException {
    this.properties = properties;
    this.mode = SslMode.of(properties);
  }

  @Override
  public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket socket =
        (SSLSocket) context().getSocketFactory().createSocket(plain, host, port, autoClose);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(
        "TLSv1.3".equals(properties.getProperty(MINIMUM_VERSION))
            ? new String[] {"TLSv1.3"}
            : new String[] {"TLSv1.3", "TLSv1.2"});
    if (mode.verifyPeerName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  private SSLContext context() throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(shown(), trusted(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new SSLException("The encryption cannot be set up: " + e.getMessage(), e);
    }
  }

  private KeyManager @Nullable [] shown() throws SSLException {
    String certificate = PGProperty.SSL_CERT.getOrDefault(properties);
    String key = PGProperty.SSL_KEY.getOrDefault(properties);
    if (certificate == null || key == null) {
      return null;
    }
    try {
      return PemKeys.read(certificate, key);
    } catch (IOException | GeneralSecurityException e) {
      throw new SSLException(
          "The client's certificate or key cannot be used: " + e.getMessage(), e);
    }
  }

  private TrustManager[] trusted() throws GeneralSecurityException, SSLException {
    if (!mode.verifyCertificate()) {
      return new TrustManager[] {new NonValidatingTM()};
    }
    String authorities = PGProperty.SSL_ROOT_CERT.getOrDefault(properties);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    // Without a store it is the platform's.
    trust.init(authorities == null ? null : store(authorities));
    return trust.getTrustManagers();
  }

  private static KeyStore store(String authorities) throws GeneralSecurityException, SSLException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(authorities)))) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      if (store.size() == 0) {
        throw new CertificateException("it holds no certificate");
      }
      return store;
    } catch (IOException | CertificateException e) {
      throw new SSLException(
          "The authorities in " + authorities + " cannot be read: " + e.getMessage(), e);
    }
  }
}
