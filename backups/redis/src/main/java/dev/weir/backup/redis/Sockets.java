package dev.weir.backup.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Rejected;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Connections as a definition wants them; {@code PREFER} is plain, as Redis cannot negotiate. */
final class Sockets {
  private static final int PORT = 6379;
  private static final int SILENCE_MILLIS = 60_000;

  private Sockets() {}

  static Socket open(Definition definition) throws IOException {
    Socket plain = new Socket();
    try {
      int port = definition.port() == 0 ? PORT : definition.port();
      plain.connect(
          new InetSocketAddress(definition.host(), port),
          Math.toIntExact(definition.timeouts().connect().toMillis()));
      plain.setSoTimeout(SILENCE_MILLIS);
      plain.setTcpNoDelay(true);
      return switch (definition.tls().mode()) {
        case DISABLE, PREFER -> plain;
        case REQUIRE, VERIFY_CA, VERIFY_FULL -> secure(plain, definition, port);
      };
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket secure(Socket plain, Definition definition, int port) throws IOException {
    Tls tls = definition.tls();
    if (tls.certificate() != null) {
      throw Rejected.because(
          CoreError.NOT_SUPPORTED,
          "Snapshots cannot be fetched with a client's certificate yet; let a login with a"
              + " password fetch them.");
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust(tls), null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, definition.host(), port, true);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(
          tls.minimumVersion().equals("TLSv1.3")
              ? new String[] {"TLSv1.3"}
              : new String[] {"TLSv1.2", "TLSv1.3"});
      if (tls.mode() == Tls.Mode.VERIFY_FULL) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trust(Tls tls)
      throws GeneralSecurityException, IOException {
    if (tls.mode() == Tls.Mode.REQUIRE) {
      return new TrustManager[] {new Anyone()};
    }
    String authority = tls.ca();
    if (authority == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(authority))) {
      int number = 0;
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("authority-" + number++, each);
      }
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** What {@code REQUIRE} asks for: encrypted, without looking at who it is. */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
