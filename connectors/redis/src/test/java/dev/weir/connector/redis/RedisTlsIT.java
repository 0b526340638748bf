package dev.weir.connector.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.DatabaseError;
import dev.weir.api.Definition.Tls;
import dev.weir.api.Definition.Tls.Mode;
import dev.weir.api.WeirException;
import dev.weir.connector.redis.TlsTunnel.Identity;
import dev.weir.spi.Node.Step;
import dev.weir.spi.Node.Step.Outcome;
import dev.weir.testing.databases.Servers;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisTlsIT {
  @TempDir static Path folder;
  private static Identity good;
  private static Identity other;
  private static Identity expired;

  @BeforeAll
  static void makeCertificates() throws Exception {
    good = Identity.make(folder, "good", "ip:127.0.0.1");
    other = Identity.make(folder, "other", "dns:other.example");
    expired =
        Identity.make(folder, "expired", "ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
  }

  private static Client client(TlsTunnel tunnel, Mode mode, @Nullable Identity trusted) {
    return client(tunnel, mode, trusted, null);
  }

  private static Client client(
      TlsTunnel tunnel, Mode mode, @Nullable Identity trusted, @Nullable Identity own) {
    return Client.of(
        Servers.redis(),
        d ->
            d.port(tunnel.port())
                .tls(
                    new Tls(
                        mode,
                        trusted == null ? null : trusted.authority().toString(),
                        own == null ? null : own.certificate().toString(),
                        own == null ? null : own.key().toString(),
                        "TLSv1.3")));
  }

  private static void works(TlsTunnel tunnel, Mode mode, @Nullable Identity trusted) {
    try (Client redis = client(tunnel, mode, trusted)) {
      assertThat(redis.value("PING")).isEqualTo("PONG");
      assertThat(tls(redis).outcome()).isEqualTo(Outcome.OK);
      assertThat(tls(redis).finding()).startsWith("TLSv1.3 with the certificate of CN=");
    }
  }

  private static void fails(TlsTunnel tunnel, Mode mode, @Nullable Identity trusted) {
    try (Client redis = client(tunnel, mode, trusted)) {
      WeirException error =
          Objects.requireNonNull(catchThrowableOfType(WeirException.class, redis::borrow));
      assertThat(error.code()).isEqualTo(DatabaseError.TLS);
      assertThat(tls(redis).outcome()).isEqualTo(Outcome.FAILED);
      assertThat(tls(redis).mend()).contains("tls.ca");
    }
  }

  private static Step tls(Client redis) {
    return redis.node().diagnose(Client.soon()).stream()
        .filter(step -> step.name().equals("tls"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void each_mode_checks_what_it_says() throws Exception {
    try (TlsTunnel tunnel = new TlsTunnel(Servers.redis(), good, false);
        TlsTunnel elsewhere = new TlsTunnel(Servers.redis(), other, false)) {
      works(tunnel, Mode.VERIFY_FULL, good);
      works(tunnel, Mode.REQUIRE, null);
      fails(tunnel, Mode.VERIFY_FULL, null);
      fails(tunnel, Mode.VERIFY_CA, other);
      works(elsewhere, Mode.VERIFY_CA, other);
      fails(elsewhere, Mode.VERIFY_FULL, other);
    }
  }

  @Test
  void an_expired_certificate_is_refused() throws Exception {
    try (TlsTunnel tunnel = new TlsTunnel(Servers.redis(), expired, false)) {
      fails(tunnel, Mode.VERIFY_FULL, expired);
    }
  }

  @Test
  void a_client_certificate_is_shown_where_the_server_asks() throws Exception {
    try (TlsTunnel tunnel = new TlsTunnel(Servers.redis(), good, true);
        Client known = client(tunnel, Mode.VERIFY_FULL, good, good);
        Client unknown = client(tunnel, Mode.VERIFY_FULL, good)) {
      assertThat(known.value("PING")).isEqualTo("PONG");
      assertThat(catchThrowableOfType(WeirException.class, unknown::borrow)).isNotNull();
    }
  }
}
