package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition;
import dev.weir.api.Definition.Timeouts;
import dev.weir.api.Secret;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.monitor.Plan;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop against a server that is killed, restarted and robbed of its extension. */
class CollectingIT {
  /** Every part each time that it is due, whatever it takes. */
  private static final Rhythm OFTEN = new Rhythm(Duration.ofMillis(300), Duration.ofMinutes(1), 1);

  private static final Timeouts SOON_SLOW =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1),
          Duration.ofMinutes(2),
          Duration.ofMillis(200));

  private final Written written = new Written();
  private DatabaseServer server;
  private Engine engine;

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
    Definition quick = definition.toBuilder().name("quick").timeouts(SOON_SLOW).build();
    engine = new Engine(connectors, List.of(definition, quick), Secret::reveal);
    engine.database("shop").update("create extension pg_stat_statements");
  }

  @AfterEach
  void end() {
    engine.close();
    server.close();
  }

  @Test
  void goesOnThroughAKilledServerAndADroppedExtensionWithoutAWrongFigure() {
    try (Collecting _ = new Collecting(engine, written, _ -> true, OFTEN, new StatementTimes())) {
      await().until(() -> written.values("transactions.committed", "weir").size() > 3);
      engine.database("shop").update("drop extension pg_stat_statements");
      await().until(() -> written.mends("CREATE EXTENSION pg_stat_statements"));

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
  void aSlowStatementThatOnlyReadsIsMeasuredWhereThatIsAllowed() {
    engine.listen(new SlowStatements(written, () -> true));
    OpenDatabase quick = engine.database("quick");
    quick.update("create table runs (n int)");
    quick.update("with slept as (select pg_sleep(0.5)) insert into runs select 1 from slept");
    await().until(() -> !written.plans.isEmpty());
    quick
        .query(
            "select count(*) from runs, generate_series(1, ?) a, generate_series(1, 1000) b",
            10_000)
        .list(row -> row.longAt(0));

    await().until(() -> written.plans.stream().anyMatch(Plan::measured));
    for (int i = 0; i < written.plans.size(); i++) {
      boolean reads = written.slow.get(i).text().startsWith("select");
      assertThat(!written.plans.get(i).measured() || reads).isTrue();
    }
    assertThat(PlanText.tree(written.plans.getLast()))
        .anyMatch(line -> line.contains("Seq Scan on runs"));
    assertThat(quick.query("select count(*) from runs").list(row -> row.longAt(0)))
        .containsExactly(1L);
  }

  @Test
  void tellsHowLongAStatementOfWeirsOwnPathTook() {
    StatementTimes times = new StatementTimes();
    engine.listen(times);
    OpenDatabase shop = engine.database("shop");
    for (int i = 0; i < 3; i++) {
      shop.query("select pg_sleep(?)", 0.3).list(row -> true);
    }
    String fingerprint = shop.understand("select pg_sleep(1)").understanding().fingerprint();

    try (Collecting _ = new Collecting(engine, written, _ -> true, OFTEN, times)) {
      await().until(() -> !written.values("statement.p99", fingerprint).isEmpty());
    }
    assertThat(written.values("statement.p50", fingerprint))
        .singleElement()
        .satisfies(seconds -> assertThat(seconds).isBetween(0.3, 60.0));
    assertThat(written.texts).contains("select pg_sleep(?)");
  }

  @Test
  void anotherRhythmHoldsAtOnce() {
    try (Collecting collecting =
        new Collecting(
            engine, written, _ -> true, Rhythm.every(Duration.ofHours(1)), new StatementTimes())) {
      await().until(() -> written.all("shop", "up").size() == 1);

      collecting.rhythm(OFTEN);

      await().until(() -> written.all("shop", "up").size() > 3);
    }
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
            OFTEN,
            new StatementTimes())) {
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
    engine.listen(new SlowStatements(written, () -> false));
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

  @Test
  void anotherPlanIsToldWithTheOneBefore() {
    engine.listen(new SlowStatements(written, () -> false, Duration.ZERO));
    OpenDatabase quick = engine.database("quick");
    quick.update(
        "create table visits as select n, n % 50000 as ward from generate_series(1, 200000) n");
    quick.update("create index by_ward on visits (ward)");
    quick.update("analyze visits");
    slowly(quick);
    await().until(() -> written.plans.size() == 1);
    slowly(quick);
    await().until(() -> written.plans.size() == 2);
    assertThat(written.changes).isEmpty();

    quick.update("drop index by_ward");
    slowly(quick);

    await().until(() -> written.changes.size() == 1);
    assertThat(written.changes.getFirst())
        .containsSubsequence(
            "is another than the last time. Now",
            "reading the whole table visits",
            "Before",
            "by by_ward")
        .doesNotContain("4711");
  }

  private static void slowly(OpenDatabase database) {
    database
        .query("select count(*), pg_sleep(0.3) from visits where ward = ?", 4711)
        .list(row -> row.longAt(0));
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }
}
