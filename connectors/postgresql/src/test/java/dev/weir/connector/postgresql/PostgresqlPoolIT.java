package dev.weir.connector.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Definition;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
final class PostgresqlPoolIT {
  private static final Definition.Pool ELASTIC =
      new Definition.Pool(
          2,
          40,
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(30),
          Duration.ofMinutes(5));

  /** In real time: the pool is asked each second, and a quiet minute is one. */
  @Test
  void a_pool_grows_while_requests_wait_and_shrinks_after_a_quiet_minute() throws Exception {
    Connectors connectors = Connectors.installed();
    Definition definition =
        connectors
            .parse("elastic", Servers.postgresql15().url())
            .orElseThrow()
            .pool(ELASTIC)
            .parameter("ApplicationName", "elastic")
            .build();
    try (Engine engine = new Engine(connectors, List.of(definition), Secret::reveal)) {
      OpenDatabase database = engine.database("elastic");
      database.query("select 1").list(row -> row.value(0));
      assertThat(pool(database).limit()).isEqualTo(10);

      PoolStatus busy = load(database);

      assertThat(busy.limit()).isEqualTo(40);
      assertThat(busy.total()).isEqualTo(40);
      await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(() -> {
            assertThat(pool(database).limit()).isBetween(10, 30);
            assertThat(pool(database).total()).isLessThanOrEqualTo(2);
          });
      assertThat(
              database
                  .query("select count(*) from pg_stat_activity where application_name = 'elastic'")
                  .first(row -> row.longAt(0))
                  .orElseThrow())
          .isLessThanOrEqualTo(2);
    }
  }

  private static PoolStatus load(OpenDatabase database) throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    Runnable work =
        () -> {
          while (!enough.get()) {
            database.query("select pg_sleep(0.2)").list(row -> row.value(0));
          }
        };
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all =
          Stream.<Future<?>>generate(() -> threads.submit(work)).limit(80).toList();
      try {
        await().until(() -> pool(database).total() == 40);
        return pool(database);
      } finally {
        enough.set(true);
        for (Future<?> one : all) {
          one.get();
        }
      }
    }
  }

  private static PoolStatus pool(OpenDatabase database) {
    return database.primary().node().pool();
  }
}
