package dev.weir.testing.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A certificate that a client shows, as PEM files.
 *
 * @param authority what a server must trust to accept it; it has signed no server's certificate
 */
public record ClientCertificate(Path authority, Path certificate, Path key) {
  /** The certificate of {@code CN=name}, in force. */
  public static ClientCertificate of(String name) {
    try {
      Certificate made = Certificate.ofClient(name);
      return new ClientCertificate(made.authority(), made.certificate(), made.key());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
