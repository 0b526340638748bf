package dev.weir.operations.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Look by look against a server to which things happen: nothing is told that is wrong, and the next
 * look tells everything again.
 */
class CollectorFaultsIT {
  /** Every part in every look. */
  private static final Rhythm ALL = new Rhythm(Duration.ofNanos(1), Duration.ofMinutes(1), 1);

  private static DatabaseServer server;
  private static Engine engine;
  private static OpenDatabase admin;

  private final Written written = new Written();
  private Collector collector;

  @BeforeAll
  static void start() {
    server =
        Servers.freshPostgresql15(
            Map.of("shared_preload_libraries", "pg_stat_statements", "fsync", "off"));
    Connectors connectors = Connectors.installed();
    String url = server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
    Definition asAdmin = connectors.parse("shop", url).orElseThrow().build();
    Definition asWeir = connectors.parse("plain", server.url()).orElseThrow().build();
    engine = new Engine(connectors, List.of(asAdmin, asWeir), Secret::reveal);
    admin = engine.database("shop");
    admin.update("create extension pg_stat_statements");
    admin.update("create table t (n int primary key)");
  }

  @AfterAll
  static void end() {
    engine.close();
    server.close();
  }

  @BeforeEach
  void begin() {
    collector = new Collector(Monitored.of(admin), written, new StatementTimes());
  }

  @Test
  void statisticsThatAreResetBringNoFigureThatIsWrong() {
    work();
    look();
    work();
    look();
    admin.query("select pg_stat_reset()").list(row -> true);
    admin.query("select pg_stat_statements_reset()").list(row -> true);
    look();
    work();
    look();

    assertThat(written.values("up", "")).containsOnly(1.0);
    assertThat(written.values("rows.inserted", "weir")).isNotEmpty().allMatch(between(0, 1e6));
    assertThat(written.values("transactions.committed", "weir")).allMatch(between(0, 1e5));
    assertThat(written.all("shop", "table.changes")).isNotEmpty().allMatch(between(0, 1e6));
    assertThat(written.all("shop", "statement.calls")).isNotEmpty().allMatch(between(0, 1e5));
  }

  @Test
  void anExtensionThatComesBackDoesNotTellWhatItHadCountedBefore() {
    admin.query("select pg_sleep(2)").list(row -> true);
    look();
    admin.update("drop extension pg_stat_statements");
    look();
    assertThat(written.mends("CREATE EXTENSION pg_stat_statements")).isTrue();
    admin.update("create extension pg_stat_statements");
    look();
    work();
    look();

    assertThat(written.mends("CREATE EXTENSION pg_stat_statements")).isFalse();
    assertThat(fingerprints())
        .contains(fingerprint("insert into t select g from generate_series(1, 1000) g"))
        .doesNotContain(fingerprint("select pg_sleep(2)"));
  }

  @Test
  void aPrivilegeThatIsTakenAwayIsToldAndItsReturnBringsNoLeap() {
    admin.query("select pg_sleep(1.5)").list(row -> true);
    admin.update("grant pg_monitor to weir");
    collector =
        new Collector(Monitored.of(engine.database("plain")), written, new StatementTimes());
    look();
    admin.update("revoke pg_monitor from weir");
    look();
    assertThat(written.mends("GRANT pg_monitor TO weir")).isTrue();
    admin.update("grant pg_monitor to weir");
    look();
    look();

    assertThat(written.gaps).isEmpty();
    assertThat(fingerprints()).doesNotContain(fingerprint("select pg_sleep(1.5)"));
    admin.update("revoke pg_monitor from weir");
  }

  @Test
  void aClockThatIsSetChangesNoRate() {
    Instant now = Instant.now();
    for (Duration off : List.of(Duration.ZERO, Duration.ofDays(-400), Duration.ofDays(400))) {
      work();
      collector.collect(now.plus(off), ALL);
    }

    assertThat(written.values("up", "")).containsOnly(1.0).hasSize(3);
    assertThat(written.values("rows.inserted", "weir")).hasSize(2).allMatch(between(1, 1e6));
  }

  @Test
  void aServerThatIsStoppedAndStartedAgainIsDownAndThenUp() {
    work();
    look();
    look();
    server.stop();
    look();
    assertThat(written.values("up", "").getLast()).isZero();
    assertThat(written.gaps).extracting(gap -> gap.what()).contains("database");
    server.start();
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          look();
          return written.values("up", "").getLast() == 1.0;
        });
    look();

    assertThat(written.gaps).extracting(gap -> gap.what()).doesNotContain("database");
    assertThat(written.values("transactions.committed", "weir")).allMatch(between(0, 1e5));
    assertThat(written.values("rows.inserted", "weir")).allMatch(between(0, 1e6));
  }

  @Test
  void namesInQuotesAreKeptAsTheyAre() {
    admin.update(
        "create table if not exists \"odd \"\"name\"\" — ä'%;\" (\"a b\" int primary key)");
    admin.update(
        "insert into \"odd \"\"name\"\" — ä'%;\" select g from generate_series(1, 50000) g");
    admin.update("analyze");
    look();

    assertThat(written.samples)
        .extracting(each -> each.sample().about())
        .contains("public.odd \"name\" — ä'%;", "public.odd \"name\" — ä'%;_pkey");
  }

  @Test
  @Tag("long")
  void tenThousandTablesAreLookedAtWithinTheBudgetAndFiftyAreKept() {
    for (int thousand = 0; thousand < 50; thousand++) {
      admin.update(
          "do $$ begin for i in 1..200 loop execute 'create table many_%d_' || i || ' (n int)'; end loop; end $$"
              .formatted(thousand));
    }
    look();

    assertThat(written.values("up", "")).containsExactly(1.0);
    assertThat(written.gaps).isEmpty();
    assertThat(written.all("shop", "table.bytes")).hasSize(50);
    assertThat(written.values("size", "weir")).hasSize(1);
  }

  private void look() {
    collector.collect(Instant.now(), ALL);
  }

  /** A thousand rows that come and go, and are counted when this ends rather than later. */
  private static void work() {
    admin.transaction(
        TransactionOptions.DEFAULT,
        transaction -> {
          transaction.update("insert into t select g from generate_series(1, 1000) g");
          transaction.update("delete from t");
          return transaction.query("select pg_stat_force_next_flush()").list(row -> true);
        });
  }

  private List<String> fingerprints() {
    return written.samples.stream()
        .filter(each -> each.sample().metric().equals("statement.calls"))
        .map(each -> each.sample().about())
        .toList();
  }

  private static String fingerprint(String text) {
    return admin.understand(text).understanding().fingerprint();
  }

  private static Predicate<Double> between(double low, double high) {
    return value -> value >= low && value <= high;
  }
}
