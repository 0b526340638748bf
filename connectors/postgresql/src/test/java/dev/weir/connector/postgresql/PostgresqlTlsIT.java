package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Definition.Tls.Mode;
import dev.weir.api.ErrorCode;
import dev.weir.api.Rejected;
import dev.weir.api.Secret;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.testing.databases.ClientCertificate;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.ServerOptions;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PostgresqlTlsIT {
  private static final String ENCRYPTION =
      "select coalesce(version, '') from pg_stat_ssl where pid = pg_backend_pid()";

  @TempDir private Path folder;

  private static DatabaseServer server(Tls certificate) {
    return Servers.freshPostgresql15(ServerOptions.DEFAULTS.with(certificate));
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

  private static <T> T with(
      DatabaseServer server, Definition.Tls tls, Function<OpenDatabase, T> work) {
    Connectors connectors = Connectors.installed();
    Definition definition = connectors.parse("tls", server.url()).orElseThrow().tls(tls).build();
    try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
      return work.apply(engine.database("tls"));
    }
  }

  /** The version of TLS that the server sees, empty where the connection is plain. */
  private static String encryption(DatabaseServer server, Definition.Tls tls) {
    return with(
        server,
        tls,
        database ->
            database.query(ENCRYPTION).first(row -> String.valueOf(row.text(0))).orElseThrow());
  }

  private static WeirException refused(
      DatabaseServer server, Definition.Tls tls, ErrorCode expected) {
    WeirException error = failure(server, tls);
    assertThat(error.code()).as(error.explanation()).isEqualTo(expected);
    assertThat(error.getMessage()).startsWith("Database tls: ");
    assertThat(error.code().nextStep()).isNotBlank();
    return error;
  }

  private static WeirException failure(DatabaseServer server, Definition.Tls tls) {
    WeirException error = catchThrowableOfType(WeirException.class, () -> encryption(server, tls));
    assertThat(error).isNotNull();
    return error;
  }

  private static String refused(DatabaseServer server, Mode mode, @Nullable Path authority) {
    return String.valueOf(refused(server, tls(mode, authority), DatabaseError.TLS).getMessage());
  }

  @Test
  void each_mode_checks_what_it_says() {
    try (DatabaseServer server = server(Tls.VALID)) {
      assertThat(encryption(server, tls(Mode.VERIFY_FULL, authority(server)))).isEqualTo("TLSv1.3");
      assertThat(encryption(server, tls(Mode.VERIFY_CA, authority(server)))).isEqualTo("TLSv1.3");
      assertThat(encryption(server, tls(Mode.REQUIRE, null))).isEqualTo("TLSv1.3");
      assertThat(encryption(server, tls(Mode.PREFER, null))).isEqualTo("TLSv1.3");
      assertThat(encryption(server, tls(Mode.DISABLE, null))).isEmpty();
    }
  }

  @Test
  void an_authority_that_is_not_known_is_refused_where_it_is_checked() {
    Path stranger = ClientCertificate.of("weir").authority();
    try (DatabaseServer server = server(Tls.VALID)) {
      for (Mode mode : List.of(Mode.VERIFY_CA, Mode.VERIFY_FULL)) {
        assertThat(refused(server, mode, null)).contains("authority that is not trusted");
        assertThat(refused(server, mode, stranger)).contains("authority that is not trusted");
      }
      assertThat(encryption(server, tls(Mode.REQUIRE, stranger))).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void an_expired_certificate_is_refused_where_it_is_checked() {
    try (DatabaseServer server = server(Tls.EXPIRED)) {
      assertThat(refused(server, Mode.VERIFY_FULL, authority(server))).contains("has expired");
      assertThat(refused(server, Mode.VERIFY_CA, authority(server))).contains("has expired");
      assertThat(encryption(server, tls(Mode.REQUIRE, null))).isEqualTo("TLSv1.3");
    }
  }

  @Test
  void the_certificate_of_another_host_is_refused_in_full_verification_alone() {
    try (DatabaseServer server = server(Tls.WRONG_HOST)) {
      assertThat(refused(server, Mode.VERIFY_FULL, authority(server))).contains("another host");
      assertThat(encryption(server, tls(Mode.VERIFY_CA, authority(server)))).isEqualTo("TLSv1.3");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"REQUIRE", "VERIFY_CA", "VERIFY_FULL"})
  void a_server_without_tls_is_refused_where_encryption_is_wanted(Mode mode) {
    WeirException error = refused(Servers.postgresql15(), tls(mode, null), DatabaseError.TLS);

    assertThat(error).hasMessageContaining("does not support SSL");
    assertThat(error.retryable()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DISABLE", "PREFER"})
  void a_server_without_tls_is_spoken_to_in_plain_where_that_is_allowed(Mode mode) {
    assertThat(encryption(Servers.postgresql15(), tls(mode, null))).isEmpty();
  }

  @Test
  void the_oldest_version_that_is_accepted_is_kept_to() {
    ServerOptions old =
        ServerOptions.DEFAULTS.with(Tls.VALID).with("ssl_max_protocol_version", "TLSv1.2");
    try (DatabaseServer server = Servers.freshPostgresql15(old)) {
      assertThat(encryption(server, tls(Mode.VERIFY_FULL, authority(server)))).isEqualTo("TLSv1.2");
      refused(
          server,
          tls(Mode.VERIFY_FULL, authority(server), null, null, "TLSv1.3"),
          DatabaseError.TLS);
    }
  }

  /** Clients of {@code weir} over TLS with a certificate alone, and nobody without TLS. */
  private DatabaseServer wantingCertificates(ClientCertificate trusted) throws Exception {
    Path rules = folder.resolve("hba.conf");
    Files.writeString(rules, "hostssl all weir 127.0.0.1/32 cert\n");
    return Servers.freshPostgresql15(
        ServerOptions.DEFAULTS
            .with(Tls.VALID)
            .with("ssl_ca_file", trusted.authority().toString())
            .with("hba_file", rules.toString()));
  }

  @Test
  void a_client_is_known_by_its_certificate() throws Exception {
    ClientCertificate weir = ClientCertificate.of("weir");
    ClientCertificate other = ClientCertificate.of("other");
    try (DatabaseServer server = wantingCertificates(weir)) {
      Path authority = authority(server);

      assertThat(encryption(server, with(authority, weir.certificate(), weir.key())))
          .isEqualTo("TLSv1.3");
      refused(server, tls(Mode.VERIFY_FULL, authority), DatabaseError.AUTHENTICATION);
      // The server closes on us as it complains, and its complaint may be lost on the way.
      assertThat(failure(server, with(authority, other.certificate(), other.key())).code())
          .isIn(DatabaseError.TLS, DatabaseError.CONNECTION_REFUSED);
      refused(server, tls(Mode.DISABLE, null), DatabaseError.AUTHENTICATION);
    }
  }

  private static Definition.Tls with(Path authority, Path certificate, Path key) {
    return tls(Mode.VERIFY_FULL, authority, certificate, key, "TLSv1.2");
  }

  @Test
  void files_that_cannot_be_used_are_told_by_their_name() throws Exception {
    ClientCertificate weir = ClientCertificate.of("weir");
    Path missing = folder.resolve("missing.pem");
    Path odd = Files.writeString(folder.resolve("odd.pem"), "no key at all");
    try (DatabaseServer server = server(Tls.VALID)) {
      assertThat(refused(server, Mode.VERIFY_FULL, missing)).contains("missing.pem");
      assertThat(refused(server, Mode.VERIFY_CA, odd)).contains("odd.pem");
      assertThat(
              refused(server, with(authority(server), weir.certificate(), odd), DatabaseError.TLS))
          .hasMessageContaining("no unencrypted private key");
      assertThat(refused(server, with(authority(server), missing, weir.key()), DatabaseError.TLS))
          .hasMessageContaining("missing.pem");
    }
  }

  @Test
  void the_test_of_a_connection_names_the_step_of_tls() {
    try (DatabaseServer server = server(Tls.EXPIRED)) {
      Step failed = steps(server, tls(Mode.VERIFY_FULL, authority(server))).getLast();
      List<Step> well = steps(server, tls(Mode.REQUIRE, null));

      assertThat(failed.name()).isEqualTo("tls");
      assertThat(failed.outcome()).isEqualTo(Step.Outcome.FAILED);
      assertThat(failed.finding()).contains("expired");
      assertThat(failed.mend()).contains("certificate");
      assertThat(well)
          .anyMatch(step -> step.name().equals("tls") && step.finding().contains("TLSv1.3"));
    }
    Step none = steps(Servers.postgresql15(), tls(Mode.REQUIRE, null)).getLast();
    assertThat(none.name()).isEqualTo("tls");
  }

  private static List<Step> steps(DatabaseServer server, Definition.Tls tls) {
    return with(
        server,
        tls,
        database -> database.primary().node().diagnose(Deadline.after(Duration.ofSeconds(20))));
  }

  @Test
  void a_deadline_ends_a_statement_on_the_server_over_an_encrypted_connection_too() {
    try (DatabaseServer server = server(Tls.VALID)) {
      with(
          server,
          tls(Mode.VERIFY_FULL, authority(server)),
          database -> {
            Statement slow = Statement.of("select pg_sleep(30)").timeout(Duration.ofMillis(500));
            WeirException error =
                catchThrowableOfType(
                    WeirException.class, () -> database.query(slow).list(row -> row.text(0)));

            assertThat(error.code()).isEqualTo(CoreError.DEADLINE);
            return database
                .query(
                    "select count(*) from pg_stat_activity where query like 'select pg_sl%'"
                        + " and state = 'active' and pid <> pg_backend_pid()")
                .first(row -> assertThat(row.longAt(0)).isZero())
                .orElseThrow();
          });
    }
  }

  @Test
  void a_url_with_an_unknown_mode_is_refused_in_words() {
    Connectors connectors = Connectors.installed();

    Rejected error =
        catchThrowableOfType(
            Rejected.class, () -> connectors.parse("x", "postgresql://h/d?sslmode=sometimes"));

    assertThat(error.code()).isEqualTo(CoreError.INVALID_URL);
    assertThat(error).hasMessageContaining("verify-full");
  }
}
