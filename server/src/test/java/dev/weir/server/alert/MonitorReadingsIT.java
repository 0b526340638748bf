package dev.weir.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.alert.Reading;
import dev.weir.operations.monitor.Sample;
import dev.weir.server.monitor.StoredHistory;
import dev.weir.server.store.ExternalStore;
import dev.weir.server.store.StoreSchema;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the rules read of the history, in a store of its own. */
class MonitorReadingsIT {
  @Test
  void tellsTheLagOfEachReplicaOfLateAndTheAgeOfTransactionsOfTheDay() {
    Instant now = Instant.now();
    try (DatabaseServer server = Servers.freshPostgresql15(Map.of("fsync", "off"));
        ExternalStore store = ExternalStore.open(server.url(), Map.of(), text -> text)) {
      StoreSchema.migrate(store.dataSource());
      StoredHistory history = StoredHistory.in(store.dataSource());
      history.keep("gone", now.minus(Duration.ofHours(2)), List.of(lag("replica x", 900)));
      history.keep("shop", now.minus(Duration.ofMinutes(2)), List.of(lag("replica a", 70)));
      history.keep(
          "shop",
          now.minus(Duration.ofMinutes(1)),
          List.of(lag("replica a", 45), lag("replica b", 0)));
      history.keep(
          "old",
          now.minus(Duration.ofHours(3)),
          List.of(
              new Sample("transactions.age", "", 1L << 30),
              new Sample("transactions.age", "other", 1L << 31)));
      history.flush();
      MonitorReadings readings = new MonitorReadings(JdbcClient.create(store.dataSource()));

      assertThat(readings.read())
          .containsExactlyInAnyOrder(
              new Reading("replication.lag", "shop", "replica a", 45),
              new Reading("replication.lag", "shop", "replica b", 0),
              Reading.of("transactions.used-share", "old", 0.5));
      assertThat(readings.tells()).contains("replication.lag");
    }
  }

  private static Sample lag(String about, double seconds) {
    return new Sample("replication.lag", about, seconds);
  }
}
