package dev.weir.testing.databases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultProxyIT {
  private final DatabaseServer server = Servers.postgresql15();
  private final FaultProxy proxy = FaultProxy.to(server);

  @AfterEach
  void close() {
    proxy.close();
  }

  @Test
  void it_passes_everything_on_and_counts_who_is_connected() throws Exception {
    try (Client first = Client.open(server, proxy.port());
        Client second = Client.open(server, proxy.port())) {
      assertThat(first.ask("SELECT length(repeat('x', 1000000))")).isEqualTo("1000000");
      assertThat(second.ask("SELECT repeat('x', 1000000)")).hasSize(1_000_000);
      assertThat(proxy.connections()).isEqualTo(2);
    }

    await().until(() -> proxy.connections() == 0);
    assertThat(URI.create(proxy.url(server)).getPort()).isEqualTo(proxy.port());
  }

  @Test
  void latency_delays_each_answer() throws Exception {
    try (Client client = Client.open(server, proxy.port())) {
      proxy.latency(Duration.ofMillis(300));
      long start = System.nanoTime();

      client.ask("SELECT 1");

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void a_black_hole_keeps_connections_open_and_lets_nothing_back() throws Exception {
    try (Client asked = Client.open(server, proxy.port());
        Client waiting = Client.open(server, proxy.port())) {
      proxy.blackHole();

      assertThatThrownBy(() -> asked.ask("SELECT 1")).hasStackTraceContaining("Read timed out");
      assertThatThrownBy(() -> Client.open(server, proxy.port()))
          .hasStackTraceContaining("Read timed out");

      assertThat(proxy.connections()).isPositive();
      proxy.restore();
      assertThat(waiting.ask("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_refusing_proxy_takes_no_new_connection_but_leaves_live_ones_alone() throws Exception {
    try (Client live = Client.open(server, proxy.port())) {
      proxy.refuse();

      assertThatThrownBy(() -> Client.open(server, proxy.port()))
          .hasStackTraceContaining("Connection refused");
      assertThat(live.ask("SELECT 1")).isEqualTo("1");
    }

    proxy.restore();
    try (Client again = Client.open(server, proxy.port())) {
      assertThat(again.ask("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_cut_resets_live_connections_and_the_next_ones_work() throws Exception {
    try (Client live = Client.open(server, proxy.port())) {
      proxy.cut();

      assertThatThrownBy(() -> live.ask("SELECT 1")).isInstanceOf(SQLException.class);
      assertThat(proxy.connections()).isZero();
    }

    try (Client next = Client.open(server, proxy.port())) {
      assertThat(next.ask("SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void a_cut_after_some_bytes_breaks_one_answer_in_the_middle() throws Exception {
    try (Client client = Client.open(server, proxy.port())) {
      proxy.cutAfterBytes(100_000);

      assertThat(client.ask("SELECT repeat('x', 10000)")).hasSize(10_000);
      assertThatThrownBy(() -> client.ask("SELECT repeat('x', 1000000)"))
          .isInstanceOf(SQLException.class);
    }

    try (Client next = Client.open(server, proxy.port())) {
      assertThat(next.ask("SELECT repeat('x', 1000000)")).hasSize(1_000_000);
    }
  }
}
