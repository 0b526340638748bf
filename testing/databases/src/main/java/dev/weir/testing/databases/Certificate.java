package dev.weir.testing.databases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A server's certificate with its key and its authority, as PEM files that {@code keytool} made
 * once.
 */
record Certificate(Path authority, Path certificate, Path key) {
  private static final String PASSWORD = "changeit";

  static Certificate of(Tls tls) throws IOException {
    Path directory =
        SharedDirectory.entry("certificate-" + tls, temporary -> generate(tls, temporary));
    return new Certificate(
        directory.resolve("authority.pem"),
        directory.resolve("server.pem"),
        directory.resolve("server.key"));
  }

  private static void generate(Tls tls, Path directory) throws IOException {
    Path store = directory.resolve("store.p12");
    String names =
        tls == Tls.WRONG_HOST ? "san=dns:elsewhere.example" : "san=ip:127.0.0.1,dns:localhost";
    keytool(
        store,
        List.of("-alias", "authority", "-dname", "CN=Weir test authority", "-ext", "bc:c=ca:true"),
        List.of("-startdate", "-60d", "-validity", "3650"));
    keytool(
        store,
        List.of("-alias", "server", "-signer", "authority", "-dname", "CN=server", "-ext", names),
        List.of("-startdate", "-30d", "-validity", tls == Tls.EXPIRED ? "10" : "3650"));
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
      pem("CERTIFICATE", keys.getCertificate("authority").getEncoded(), directory, "authority.pem");
      pem("CERTIFICATE", keys.getCertificate("server").getEncoded(), directory, "server.pem");
      byte[] key = keys.getKey("server", PASSWORD.toCharArray()).getEncoded();
      pem("PRIVATE KEY", key, directory, "server.key");
    } catch (GeneralSecurityException e) {
      throw new IOException("Cannot read what keytool made", e);
    }
  }

  private static void keytool(Path store, List<String> subject, List<String> validity)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(subject);
    command.addAll(validity);
    Commands.run(command, Map.of(), Commands.NOTHING);
  }

  /** PostgreSQL refuses a key that others may read. */
  private static void pem(String what, byte[] content, Path directory, String name)
      throws IOException {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Path file = directory.resolve(name);
    Files.writeString(
        file, "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, body, what));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
