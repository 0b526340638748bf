package dev.weir.monitor.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.api.Unavailable;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import dev.weir.spi.monitor.SettingFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisMonitorIT {
  private static final RedisMonitor MONITOR = new RedisMonitor();

  private static Engine engine;
  private static DatabaseServer server;
  private static OpenDatabase database;

  @BeforeAll
  static void start() {
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    server = Servers.freshRedis(Map.of());
    database = engine.database(server.adminUrl());
    database.update("SET monitored 1");
  }

  @AfterAll
  static void end() {
    engine.close();
    server.close();
  }

  private static Look look(OpenDatabase of) {
    return Look.at(of, of.connector().language(), Duration.ofSeconds(20), 100);
  }

  @Test
  void tellsTheServerItsKeysAndItsCommands() {
    Reading<Figure> figures = MONITOR.server(look(database));

    assertThat(figure(figures, "memory.used").value()).isPositive();
    assertThat(figure(figures, "statements").epoch()).hasSize(40);
    assertThat(figure(figures, "keys").value()).isEqualTo(1);
    assertThat(MONITOR.statements(look(database)).items())
        .anyMatch(each -> each.text().equals("set") && each.calls() >= 1);
    assertThat(MONITOR.waits(look(database))).isInstanceOf(Reading.Seen.class);
  }

  @Test
  void tellsSettingsAndNoPassword() {
    List<SettingFigures> settings = MONITOR.settings(look(database)).items();

    assertThat(settings)
        .anyMatch(each -> each.name().equals("maxmemory") && each.value().equals("0"));
    assertThat(settings.toString()).doesNotContain(server.password(), "admin-secret");
  }

  @Test
  void tellsClientsAndCutsOneOff() {
    try (Engine other = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal())) {
      OpenDatabase client = other.database(server.url());
      client.query("PING").list(row -> row.text(0));
      var sessions = MONITOR.sessions(look(database)).items();

      assertThat(sessions).isNotEmpty().allMatch(each -> each.kind().equals("client"));
      assertThat(
              sessions.stream().filter(each -> MONITOR.stop(look(database), each, Stop.TERMINATE)))
          .isNotEmpty();
    }
    assertThatThrownBy(() -> MONITOR.explain(look(database), Statement.of("GET x"), false))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void tellsBothEndsOfAReplication() {
    try (DatabaseServer replica = Servers.freshRedis(Map.of())) {
      OpenDatabase follower = engine.database(replica.adminUrl());
      follower.update("CONFIG SET masterauth " + server.password());
      follower.update("REPLICAOF 127.0.0.1 " + server.port());

      await()
          .untilAsserted(() -> {
            assertThat(MONITOR.replication(look(database)).items())
                .singleElement()
                .extracting(ReplicaFigures::role, ReplicaFigures::state)
                .containsExactly("replica", "streaming");
            assertThat(MONITOR.replication(look(follower)).items())
                .singleElement()
                .extracting(ReplicaFigures::role, ReplicaFigures::state)
                .containsExactly("primary", "streaming");
          });
      assertThat(figure(MONITOR.server(look(follower)), "replica").value()).isEqualTo(1);
    }
  }

  @Test
  void aServerThatIsAwayIsNoReading() {
    try (DatabaseServer fragile = Servers.freshRedis(Map.of())) {
      OpenDatabase gone = engine.database(fragile.adminUrl());
      MONITOR.server(look(gone));
      fragile.kill();

      assertThatThrownBy(() -> MONITOR.server(look(gone))).isInstanceOf(Unavailable.class);
    }
  }

  private static Figure figure(Reading<Figure> reading, String name) {
    return reading.items().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No figure " + name));
  }
}
