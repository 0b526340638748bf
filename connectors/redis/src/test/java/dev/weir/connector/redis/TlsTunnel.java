package dev.weir.connector.redis;

import dev.weir.testing.databases.DatabaseServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** Puts TLS in front of a real server, as stunnel does, with a certificate made for the test. */
final class TlsTunnel implements AutoCloseable {
  private static final String PASSWORD = "changeit";

  private final DatabaseServer server;
  private final SSLServerSocket listener;

  TlsTunnel(DatabaseServer server, Identity identity, boolean clientAuthentication)
      throws IOException, GeneralSecurityException {
    this.server = server;
    this.listener =
        (SSLServerSocket)
            identity
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    listener.setNeedClientAuth(clientAuthentication);
    Thread.startVirtualThread(this::accept);
  }

  /**
   * A key with a certificate from an authority of its own.
   *
   * @param authority the authority's certificate, a PEM file
   * @param certificate the certificate, a PEM file
   * @param key its key, a PEM file
   */
  record Identity(KeyStore store, Path authority, Path certificate, Path key) {
    static Identity make(Path folder, String name, String subject, String... validity)
        throws IOException, GeneralSecurityException, InterruptedException {
      Path file = folder.resolve(name + ".p12");
      keytool(file, "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c");
      List<String> leaf = new ArrayList<>(List.of("-alias", "it", "-dname", "CN=" + name));
      leaf.addAll(List.of("-signer", "ca", "-ext", "san=" + subject));
      leaf.addAll(List.of(validity));
      keytool(file, leaf.toArray(String[]::new));
      KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
      byte[] key = store.getKey("it", PASSWORD.toCharArray()).getEncoded();
      store.setCertificateEntry("trusted", store.getCertificate("ca"));
      return new Identity(
          store,
          pem(folder, name + ".ca", "CERTIFICATE", store.getCertificate("ca").getEncoded()),
          pem(folder, name + ".crt", "CERTIFICATE", store.getCertificate("it").getEncoded()),
          pem(folder, name + ".key", "PRIVATE KEY", key));
    }

    private static void keytool(Path file, String... more)
        throws IOException, InterruptedException {
      String program = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      List<String> command = new ArrayList<>(List.of(program, "-genkeypair", "-keyalg", "EC"));
      command.addAll(List.of("-keystore", file.toString(), "-storepass", PASSWORD));
      command.addAll(List.of(more));
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool failed: " + said);
      }
    }

    private static Path pem(Path folder, String file, String kind, byte[] content)
        throws IOException {
      String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
      return Files.writeString(
          folder.resolve(file),
          "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    SSLContext context() throws GeneralSecurityException, IOException {
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry(
          "it",
          store.getKey("it", PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          store.getCertificateChain("it"));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, PASSWORD.toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket behind = new Socket(server.host(), server.port());
        Thread.startVirtualThread(() -> pump(client, behind));
        Thread.startVirtualThread(() -> pump(behind, client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // One side hung up, and so does the other.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
