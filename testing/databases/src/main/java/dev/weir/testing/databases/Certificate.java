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
    String names =
        tls == Tls.WRONG_HOST ? "san=dns:elsewhere.example" : "san=ip:127.0.0.1,dns:localhost";
    return made("certificate-" + tls, "server", names, tls == Tls.EXPIRED ? 10 : 3650);
  }

  /** The certificate of a client, whose authority is not that of any server. */
  static Certificate ofClient(String name) throws IOException {
    return made("client-" + name, name, "eku=clientAuth", 3650);
  }

  private static Certificate made(String entry, String name, String extension, int days)
      throws IOException {
    Path directory =
        SharedDirectory.entry(entry, temporary -> generate(temporary, name, extension, days));
    return new Certificate(
        directory.resolve("authority.pem"),
        directory.resolve("server.pem"),
        directory.resolve("server.key"));
  }

  /** Valid for as many days, from thirty days ago. */
  private static void generate(Path directory, String name, String extension, int days)
      throws IOException {
    Path store = directory.resolve("store.p12");
    keytool(
        store,
        List.of("-alias", "authority", "-dname", "CN=Weir test authority", "-ext", "bc:c=ca:true"),
        List.of("-startdate", "-60d", "-validity", "3650"));
    keytool(
        store,
        List.of("-alias", "server", "-signer", "authority", "-dname", "CN=" + name),
        List.of("-ext", extension, "-startdate", "-30d", "-validity", String.valueOf(days)));
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
