package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls.Mode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.Tls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MariadbTlsIT {
  private static DatabaseServer server(Tls certificate) {
    return Servers.freshMariadb(ServerOptions.DEFAULTS.with(certificate));
  }

  /** The version of TLS that the server sees, empty where the connection is plain. */
  private static String encryption(DatabaseServer server, Mode mode, Optional<Path> authority) {
    Connectors connectors = Connectors.installed();
    Definition.Tls tls =
        new Definition.Tls(mode, authority.map(Path::toString).orElse(null), null, null, "TLSv1.2");
    Definition definition = connectors.parse("tls", server.url()).orElseThrow().tls(tls).build();
    try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
      return engine
          .database("tls")
          .query("show session status like 'Ssl_version'")
          .first(row -> String.valueOf(row.text(1)))
          .orElseThrow();
    }
  }

  private static void refused(DatabaseServer server, Mode mode, Optional<Path> authority) {
    WeirException error =
        catchThrowableOfType(WeirException.class, () -> encryption(server, mode, authority));

    assertThat(error).isNotNull();
    assertThat(error.code()).as(error.explanation()).isEqualTo(DatabaseError.TLS);
  }

  @Test
  void each_mode_checks_what_it_says() {
    try (DatabaseServer server = server(Tls.VALID)) {
      Optional<Path> authority = server.certificateAuthority();

      assertThat(encryption(server, Mode.VERIFY_FULL, authority)).startsWith("TLSv1.");
      assertThat(encryption(server, Mode.VERIFY_CA, authority)).startsWith("TLSv1.");
      assertThat(encryption(server, Mode.REQUIRE, Optional.empty())).startsWith("TLSv1.");
      assertThat(encryption(server, Mode.PREFER, Optional.empty())).startsWith("TLSv1.");
      assertThat(encryption(server, Mode.DISABLE, Optional.empty())).isEmpty();
      refused(server, Mode.VERIFY_FULL, Optional.empty());
      refused(server, Mode.VERIFY_CA, Optional.empty());
    }
  }

  @Test
  void an_expired_certificate_is_refused_where_it_is_checked() {
    try (DatabaseServer server = server(Tls.EXPIRED)) {
      refused(server, Mode.VERIFY_FULL, server.certificateAuthority());
      refused(server, Mode.VERIFY_CA, server.certificateAuthority());
      assertThat(encryption(server, Mode.REQUIRE, Optional.empty())).startsWith("TLSv1.");
    }
  }

  @Test
  void the_certificate_of_another_host_is_refused_in_full_verification_alone() {
    try (DatabaseServer server = server(Tls.WRONG_HOST)) {
      refused(server, Mode.VERIFY_FULL, server.certificateAuthority());
      assertThat(encryption(server, Mode.VERIFY_CA, server.certificateAuthority()))
          .startsWith("TLSv1.");
    }
  }
}
