package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.spi.monitor.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop against a server that is killed, restarted and robbed of its extension. */
class CollectingIT {
  /** Every part each time that it is due, whatever it takes. */
  private static final Rhythm OFTEN = new Rhythm(Duration.ofMillis(300), 1);

  private final Written written = new Written();
  private DatabaseServer server;
  private Engine engine;

  /** What was kept, in its order. */
  private static final class Written implements History {
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final List<SlowStatement> slow = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new CopyOnWriteArrayList<>();
    private volatile List<NotChecked> gaps = List.of();

    @Override
    public void keep(String database, Instant at, List<Sample> all) {
      samples.addAll(all);
    }

    @Override
    public void gaps(String database, Instant at, List<NotChecked> all) {
      gaps = all;
    }

    @Override
    public void statements(String database, Instant at, List<StatementFigures> statements) {}

    @Override
    public boolean plan(String database, Instant at, SlowStatement statement, Plan plan) {
      slow.add(statement);
      plans.add(plan);
      return false;
    }

    List<Double> values(String metric, String about) {
      return samples.stream()
          .filter(each -> each.metric().equals(metric) && each.about().equals(about))
          .map(Sample::value)
          .toList();
    }
  }

  @BeforeEach
  void start() {
    server =
        Servers.freshPostgresql15(
            Map.of("shared_preload_libraries", "pg_stat_statements", "fsync", "off"));
    Connectors connectors = Connectors.installed();
    Definition definition =
        connectors
            .parse("shop", server.adminUrl().replaceAll("/[^/]*$", "/" + server.database()))
            .orElseThrow()
            .build();
    engine = new Engine(connectors, List.of(definition), Secret::reveal);
    engine.database("shop").update("create extension pg_stat_statements");
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
  }

  @Test
  void goesOnThroughAKilledServerAndADroppedExtensionWithoutAWrongFigure() {
    try (Collecting _ = new Collecting(engine, written, _ -> true, OFTEN)) {
      await().until(() -> written.values("transactions.committed", "weir").size() > 3);
      engine.database("shop").update("drop extension pg_stat_statements");
      await()
          .until(() ->
              written.gaps.stream()
                  .anyMatch(gap -> gap.mend().equals("CREATE EXTENSION pg_stat_statements")));

      server.kill();
      await().until(() -> written.values("up", "").contains(0.0));
      int before = written.values("transactions.committed", "weir").size();
      server.start();

      await().until(() -> written.values("transactions.committed", "weir").size() > before + 3);
    }
    assertThat(written.values("transactions.committed", "weir"))
        .allMatch(rate -> rate >= 0 && rate < 10_000);
    assertThat(written.values("monitor.cost", "")).allMatch(cost -> cost > 0);
    assertThat(written.values("size", "weir")).isNotEmpty().allMatch(size -> size > 1_000_000);
    assertThat(written.values("table.bytes", "none")).isEmpty();
  }

  @Test
  void aDatabaseThatIsAnothersTurnIsLeftAlone() {
    List<String> asked = new ArrayList<>();
    try (Collecting _ =
        new Collecting(
            engine,
            written,
            name -> {
              synchronized (asked) {
                return !asked.add(name);
              }
            },
            OFTEN)) {
      await()
          .until(() -> {
            synchronized (asked) {
              return asked.size() > 3;
            }
          });
    }
    assertThat(written.samples).isEmpty();
  }

  @Test
  void aSlowStatementIsExplainedWithItsValuesAndWithoutBeingRunAgain() {
    engine.listen(new SlowStatements(written));
    engine.database("shop").update("create table runs (n int)");

    engine
        .database("shop")
        .query("select count(*), pg_sleep(1.1) from runs where n > ?", 5)
        .list(row -> row.longAt(0));
    engine.database("shop").query("select 1").list(row -> row.longAt(0));

    await().until(() -> written.plans.size() == 1);
    assertThat(written.slow.getFirst().text())
        .isEqualTo("select count(*), pg_sleep(?) from runs where n > ?");
    assertThat(written.slow.getFirst().seconds()).isBetween(1.1, 30.0);
    assertThat(written.plans.getFirst().measured()).isFalse();
    assertThat(PlanText.tree(written.plans.getFirst()))
        .anyMatch(line -> line.contains("Seq Scan on runs"));
  }
}
