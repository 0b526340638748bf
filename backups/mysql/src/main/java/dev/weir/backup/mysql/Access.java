package dev.weir.backup.mysql;

import dev.weir.api.Definition;
import dev.weir.runtime.program.FreePort;
import java.security.SecureRandom;
import java.util.HexFormat;

/** How a private server is reached, decided before it is started. */
record Access(String user, String password, int port) {
  static final String HOST = "127.0.0.1";

  static Access of(String user) {
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    return new Access(user, HexFormat.of().formatHex(random), FreePort.any());
  }

  Definition definition(Version version, String database) {
    return Definition.builder("scratch", version.mariadb() ? "MARIADB" : "MYSQL")
        .host(HOST)
        .port(port)
        .database(database)
        .user(user)
        .tls(new Definition.Tls(Definition.Tls.Mode.DISABLE, null, null, null, "TLSv1.2"))
        .build();
  }

  @Override
  public String toString() {
    return "Access[" + user + " at " + port + "]";
  }
}
