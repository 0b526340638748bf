package dev.weir.connector.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls.Mode;
import dev.weir.api.ErrorCode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.testing.databases.ClientCertificate;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Tls;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How both servers are spoken to in secret, or not at all. */
abstract class TlsBehaviour {
  abstract DatabaseServer fresh(ServerOptions options);

  /** The setting that takes the server's encryption away. */
  abstract ServerOptions plain();

  private DatabaseServer server(Tls certificate) {
    return fresh(ServerOptions.DEFAULTS.with(certificate));
  }

  private static Definition.Tls tls(Mode mode, @Nullable Path authority) {
    return tls(mode, authority, null, null, "TLSv1.2");
  }

  private static Definition.Tls tls(
      Mode mode,
      @Nullable Path authority,
      @Nullable Path certificate,
      @Nullable Path key,
      String version) {
    return new Definition.Tls(mode, text(authority), text(certificate), text(key), version);
  }

  private static @Nullable String text(@Nullable Path path) {
    return path == null ? null : path.toString();
  }

  private static Path authority(DatabaseServer server) {
    return server.certificateAuthority().orElseThrow();
  }

  /** The version of TLS that the server sees, empty where the connection is plain. */
  private static String encryption(String url, Definition.Tls tls) {
    Connectors connectors = Connectors.installed();
    Definition definition = connectors.parse("tls", url).orElseThrow().tls(tls).build();
    try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
      return engine
          .database("tls")
          .query("show session status like 'Ssl_version'")
          .first(row -> String.valueOf(row.text(1)))
          .orElseThrow();
    }
  }

  private static WeirException failure(String url, Definition.Tls tls) {
    WeirException error = catchThrowableOfType(WeirException.class, () -> encryption(url, tls));
    assertThat(error).isNotNull();
    return error;
  }

  private static String refused(String url, Definition.Tls tls, ErrorCode expected) {
    WeirException error = failure(url, tls);
    assertThat(error.code()).as(error.explanation()).isEqualTo(expected);
    assertThat(error.getMessage()).startsWith("Database tls: ");
    return String.valueOf(error.getMessage());
  }

  private static String refused(DatabaseServer server, Mode mode, @Nullable Path authority) {
    return refused(server.url(), tls(mode, authority), DatabaseError.TLS);
  }

  @Test
  void each_mode_checks_what_it_says() {
    try (DatabaseServer server = server(Tls.VALID)) {
      String url = server.url();
      Path stranger = ClientCertificate.of("weir").authority();

      assertThat(encryption(url, tls(Mode.VERIFY_FULL, authority(server)))).startsWith("TLSv1.");
      assertThat(encryption(url, tls(Mode.VERIFY_CA, authority(server)))).startsWith("TLSv1.");
      assertThat(encryption(url, tls(Mode.REQUIRE, null))).startsWith("TLSv1.");
      assertThat(encryption(url, tls(Mode.PREFER, null))).startsWith("TLSv1.");
      assertThat(encryption(url, tls(Mode.DISABLE, null))).isEmpty();
      for (Mode mode : List.of(Mode.VERIFY_CA, Mode.VERIFY_FULL)) {
        assertThat(refused(server, mode, null)).contains("authority that is not trusted");
        assertThat(refused(server, mode, stranger)).contains("authority that is not trusted");
      }
    }
  }

  @Test
  void an_expired_certificate_is_refused_where_it_is_checked() {
    try (DatabaseServer server = server(Tls.EXPIRED)) {
      assertThat(refused(server, Mode.VERIFY_FULL, authority(server))).contains("has expired");
      assertThat(refused(server, Mode.VERIFY_CA, authority(server))).contains("has expired");
      assertThat(encryption(server.url(), tls(Mode.REQUIRE, null))).startsWith("TLSv1.");
    }
  }

  @Test
  void the_certificate_of_another_host_is_refused_in_full_verification_alone() {
    try (DatabaseServer server = server(Tls.WRONG_HOST)) {
      refused(server, Mode.VERIFY_FULL, authority(server));
      assertThat(encryption(server.url(), tls(Mode.VERIFY_CA, authority(server))))
          .startsWith("TLSv1.");
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_server_without_tls_is_spoken_to_where_the_mode_allows_it(Mode mode) {
    try (DatabaseServer server = fresh(plain())) {
      if (mode.compareTo(Mode.REQUIRE) < 0) {
        assertThat(encryption(server.url(), tls(mode, null))).isEmpty();
      } else {
        refused(server, mode, null);
      }
    }
  }

  @Test
  void the_oldest_version_that_is_accepted_is_kept_to() {
    try (DatabaseServer server =
        fresh(ServerOptions.DEFAULTS.with(Tls.VALID).with("tls-version", "TLSv1.2"))) {
      Path authority = authority(server);

      assertThat(encryption(server.url(), tls(Mode.VERIFY_FULL, authority))).isEqualTo("TLSv1.2");
      refused(
          server.url(), tls(Mode.VERIFY_FULL, authority, null, null, "TLSv1.3"), DatabaseError.TLS);
    }
  }

  @Test
  void a_server_that_wants_encryption_refuses_who_does_not() {
    try (DatabaseServer server =
        fresh(ServerOptions.DEFAULTS.with(Tls.VALID).with("require-secure-transport", "ON"))) {
      refused(server.url(), tls(Mode.DISABLE, null), DatabaseError.AUTHENTICATION);
      assertThat(encryption(server.url(), tls(Mode.PREFER, null))).startsWith("TLSv1.");
    }
  }

  @Test
  void a_client_is_known_by_its_certificate() {
    ClientCertificate known = ClientCertificate.of("weir");
    ClientCertificate other = ClientCertificate.of("other");
    try (DatabaseServer server =
        fresh(
            ServerOptions.DEFAULTS.with(Tls.VALID).with("ssl-ca", known.authority().toString()))) {
      try (Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal)) {
        Database administrator = engine.database(server.adminUrl());
        administrator.update("create user 'shown'@'%' identified by 'x' require x509");
        administrator.update("grant select on weir.* to 'shown'@'%'");
      }
      String url = server.url().replaceAll("//[^@]+@", "//shown:x@");
      Path authority = authority(server);

      assertThat(
              encryption(
                  url,
                  tls(Mode.VERIFY_FULL, authority, known.certificate(), known.key(), "TLSv1.2")))
          .startsWith("TLSv1.");
      refused(url, tls(Mode.VERIFY_FULL, authority), DatabaseError.AUTHENTICATION);
      // The server closes on us as it complains, and its complaint may be lost on the way.
      assertThat(
              failure(
                      url,
                      tls(Mode.VERIFY_FULL, authority, other.certificate(), other.key(), "TLSv1.2"))
                  .code())
          .isIn(DatabaseError.TLS, DatabaseError.CONNECTION_REFUSED);
      assertThat(
              refused(
                  url,
                  tls(Mode.VERIFY_FULL, authority, known.certificate(), authority, "TLSv1.2"),
                  DatabaseError.TLS))
          .contains("no unencrypted private key");
    }
  }
}
