package dev.weir.testing.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("long")
final class ServerOptionsIT {
  @Test
  void postgresql_shows_a_valid_certificate() throws Exception {
    try (DatabaseServer server = Servers.freshPostgresql15(tls(Tls.VALID));
        Connection connection = postgresql(server);
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getBoolean(1)).isTrue();
    }
  }

  @Test
  void postgresql_shows_an_expired_certificate() {
    try (DatabaseServer server = Servers.freshPostgresql15(tls(Tls.EXPIRED))) {
      assertThatThrownBy(() -> postgresql(server)).hasStackTraceContaining("NotAfter");
    }
  }

  @Test
  void postgresql_shows_a_certificate_of_another_host() {
    try (DatabaseServer server = Servers.freshPostgresql18(tls(Tls.WRONG_HOST))) {
      assertThatThrownBy(() -> postgresql(server)).hasStackTraceContaining("could not be verified");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void mariadb_shows_the_certificate_that_it_was_given(Tls tls) {
    try (DatabaseServer server = Servers.freshMariadb(tls(tls))) {
      asTold(tls, "elsewhere.example", () -> mariadb(server).close());
    }
  }

  @Test
  void mysql_shows_a_valid_certificate() {
    try (DatabaseServer server = Servers.freshMysql(tls(Tls.VALID))) {
      asTold(Tls.VALID, "elsewhere.example", () -> mariadb(server).close());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void redis_speaks_tls_alone_with_the_certificate_that_it_was_given(Tls tls) {
    try (DatabaseServer server = Servers.freshRedis(tls(tls))) {
      assertThat(server.url()).startsWith("rediss://");
      asTold(tls, "No subject alternative names matching IP", () -> handshake(server));
      assertThatThrownBy(() -> Client.open(server)).isNotNull();
    }
  }

  @Test
  void a_small_disk_fills_up_and_postgresql_says_so() throws Exception {
    try (DatabaseServer server =
            Servers.freshPostgresql15(
                ServerOptions.DEFAULTS.withDisk(110).with("max_wal_size", "32MB"));
        Client client = Client.open(server)) {
      client.ask("CREATE TABLE much (text text)");
      client.ask("ALTER TABLE much ALTER text SET STORAGE EXTERNAL");

      assertThatThrownBy(() ->
              client.ask(
                  "INSERT INTO much SELECT repeat('x', 100000) FROM generate_series(1, 2000)"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("No space left on device");
    }
  }

  private static ServerOptions tls(Tls tls) {
    return ServerOptions.DEFAULTS.with(tls);
  }

  private static void asTold(Tls tls, String wrongHost, ThrowingCallable connect) {
    if (tls == Tls.VALID) {
      assertThatCode(connect).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(connect)
          .hasStackTraceContaining(tls == Tls.EXPIRED ? "NotAfter" : wrongHost);
    }
  }

  private static Connection postgresql(DatabaseServer server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=verify-full&sslrootcert=%s"
            .formatted(
                server.port(), server.database(), server.certificateAuthority().orElseThrow()),
        server.user(),
        server.password());
  }

  private static Connection mariadb(DatabaseServer server) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:%d/%s?sslMode=verify-full&serverSslCert=%s"
            .formatted(
                server.port(), server.database(), server.certificateAuthority().orElseThrow()),
        server.user(),
        server.password());
  }

  private static void handshake(DatabaseServer server) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(server.certificateAuthority().orElseThrow())) {
      trusted.setCertificateEntry(
          "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        SSLSocket socket =
            (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }
}
