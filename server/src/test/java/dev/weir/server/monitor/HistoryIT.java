package dev.weir.server.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.monitor.History.SlowStatement;
import dev.weir.operations.monitor.PlanText;
import dev.weir.operations.monitor.Sample;
import dev.weir.server.monitor.Points.Point;
import dev.weir.server.monitor.Points.Series;
import dev.weir.server.monitor.Points.Step;
import dev.weir.server.store.ExternalStore;
import dev.weir.server.store.StoreSchema;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The history in a store of its own. */
class HistoryIT {
  private static DatabaseServer server;
  private static ExternalStore store;
  private static JdbcClient client;
  private static Points points;
  private static StoredHistory history;

  private static final Retention KEPT =
      new Retention(Duration.ofDays(2), Duration.ofDays(120), Duration.ofDays(1825));

  private final Instant now = Instant.now();

  @BeforeAll
  static void start() {
    server = Servers.freshPostgresql18(Map.of("fsync", "off"));
    store = ExternalStore.open(server.url(), Map.of(), text -> text);
    StoreSchema.migrate(store.dataSource());
    client = JdbcClient.create(store.dataSource());
    points = new Points(client, new JdbcTemplate(store.dataSource()));
    history = new StoredHistory(client, points);
  }

  @AfterAll
  static void end() {
    store.close();
    server.close();
  }

  @Test
  void sumsLooksUpByTheMinuteAlsoWhenTheClockIsSetBack() {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(10));
    look("clock", minute.plusSeconds(5), 10);
    look("clock", minute.plusSeconds(20), 30);
    look("clock", minute.plusSeconds(65), 100);
    look("clock", minute.plusSeconds(50), 20);
    history.flush();

    assertThat(read("clock", Step.MINUTE))
        .containsExactly(
            new Point(time(minute), 20, 10, 30),
            new Point(time(minute.plusSeconds(60)), 100, 100, 100));
  }

  @Test
  void whatIsNoNumberIsNotKept() {
    look("odd", now, Double.NaN);
    look("odd", now, Double.POSITIVE_INFINITY);
    history.flush();

    assertThat(read("odd", Step.MINUTE)).isEmpty();
  }

  @Test
  void rollsUpToHoursAndDaysAndTheSameAgainChangesNothing() {
    Instant hour = now.truncatedTo(ChronoUnit.HOURS);
    look("rolled", hour, 1);
    look("rolled", hour.plusSeconds(60), 2);
    look("rolled", hour.minusSeconds(60), 9);
    history.flush();
    points.rollUp();
    points.rollUp();

    assertThat(read("rolled", Step.HOUR))
        .contains(new Point(time(hour), 1.5, 1, 2))
        .contains(new Point(time(hour.minusSeconds(3600)), 9, 9, 9));
    assertThat(read("rolled", Step.DAY).stream().mapToDouble(Point::high).max()).hasValue(9);
  }

  @Test
  void theLastMinutesBeforeAStopOfADayAreSummedUpByWhicheverServerIsNext() {
    Instant stopped = now.minus(Duration.ofHours(26));
    Instant hour = stopped.truncatedTo(ChronoUnit.HOURS);
    look("stopped", hour.plusSeconds(60), 3);
    history.flush();
    points.rollUp();
    summedUpUntil(stopped);
    look("stopped", hour.plusSeconds(120), 5);
    look("stopped", hour.minusSeconds(60), 11);
    history.flush();

    Points another = new Points(client, new JdbcTemplate(store.dataSource()));
    another.rollUp();
    points.rollUp();

    assertThat(read("stopped", Step.HOUR))
        .containsExactly(
            new Point(time(hour.minusSeconds(3600)), 11, 11, 11), new Point(time(hour), 4, 3, 5));
    assertThat(read("stopped", Step.DAY).stream().mapToDouble(Point::high).max()).hasValue(11);
  }

  @Test
  void aStoreThatHasNeverSummedUpOrWhoseClockRanAheadLosesNothing() {
    Instant hour = now.minus(Duration.ofHours(30)).truncatedTo(ChronoUnit.HOURS);
    look("ahead", hour, 7);
    history.flush();
    client.sql("delete from monitor_summed").update();
    points.rollUp();
    summedUpUntil(now.plus(Duration.ofDays(400)));
    look("ahead", now.truncatedTo(ChronoUnit.HOURS), 9);
    history.flush();
    points.rollUp();

    assertThat(read("ahead", Step.HOUR)).extracting(Point::mean).containsExactly(7.0, 9.0);
  }

  private static void summedUpUntil(Instant until) {
    client
        .sql("update monitor_summed set until = ? where unit in ('hour', 'day')")
        .param(time(until))
        .update();
  }

  @Test
  void dropsPartitionsThatAreOldAndKeepsWhatWasSummedUp() {
    Instant old = now.minus(Duration.ofDays(5));
    look("pruned", old, 7);
    history.flush();
    assertThat(partitions())
        .contains("monitor_minute_" + time(old).toLocalDate().toString().replace('-', '_'));

    points.prune(now, KEPT);

    assertThat(partitions())
        .doesNotContain("monitor_minute_" + time(old).toLocalDate().toString().replace('-', '_'));
    assertThat(read("pruned", Step.MINUTE)).isEmpty();
    look("pruned", now, 8);
    history.flush();
    assertThat(read("pruned", Step.MINUTE)).extracting(Point::mean).containsExactly(8.0);
  }

  @Test
  void tellsThatAPlanIsAnotherThanTheLastTime() {
    SlowStatement slow = new SlowStatement("f", "select ?", 2, 1);

    assertThat(history.plan("db", now, slow, plan("Seq Scan"))).isEmpty();
    assertThat(history.plan("db", now.plusSeconds(1), slow, plan("Seq Scan"))).isEmpty();
    assertThat(history.plan("db", now.plusSeconds(2), slow, plan("Index Scan")))
        .hasValueSatisfying(before -> {
          assertThat(before.hash()).isEqualTo(PlanText.hash(plan("Seq Scan")));
          assertThat(before.words()).isEqualTo(PlanText.words(plan("Seq Scan")));
          assertThat(before.seconds()).isEqualTo(2);
        });
    assertThat(history.plan("db", now.plusSeconds(3), slow, plan("Seq Scan"))).isPresent();
  }

  @Test
  void remembersHowMuchACounterGrewLately() {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    for (int ago = 1; ago <= 40; ago++) {
      look("grown", minute.minusSeconds(60L * ago), 10);
    }
    history.flush();

    assertThat(points.growth("grown", "shop", "n", Duration.ofMinutes(20)))
        .hasValueSatisfying(growth -> {
          assertThat(growth.amount()).isEqualTo(growth.over().toSeconds() * 10);
          assertThat(growth.over()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(20));
        });
    assertThat(points.growth("grown", "shop", "n", Duration.ofDays(1)))
        .hasValueSatisfying(growth -> assertThat(growth.over()).isLessThan(Duration.ofHours(1)));
    assertThat(points.growth("grown", "shop", "other", Duration.ofDays(1))).isEmpty();
  }

  @Test
  void gapsAreThoseOfTheLastLook() {
    history.gaps("g", now, List.of(new NotChecked("a", "b", "c"), new NotChecked("d", "e", "f")));
    history.gaps("g", now, List.of(new NotChecked("a", "b", "c")));

    assertThat(
            client
                .sql("select what from monitor_gap where database = 'g'")
                .query(String.class)
                .list())
        .containsExactly("a");
  }

  @Test
  void oneOfTwoServersLooksAndTheOtherFollowsWhenItIsGone() {
    Turns one = new Turns(client, "one", () -> Duration.ofSeconds(30));
    Turns two = new Turns(client, "two", () -> Duration.ofSeconds(30));
    Turns brief = new Turns(client, "brief", () -> Duration.ofMillis(1));

    assertThat(one.take("shared")).isTrue();
    assertThat(one.take("shared")).isTrue();
    assertThat(two.take("shared")).isFalse();
    one.giveBack();
    assertThat(two.take("shared")).isTrue();
    two.giveBack();
    assertThat(brief.take("shared")).isTrue();
    org.awaitility.Awaitility.await().until(() -> two.take("shared"));
  }

  private static void look(String database, Instant at, double value) {
    history.keep(database, at, List.of(new Sample("n", "", value)));
  }

  private List<Point> read(String database, Step step) {
    return points.read(
        new Series(database, "n", ""),
        step,
        time(now.minus(Duration.ofDays(30))),
        time(now.plusSeconds(90_000)));
  }

  private static List<String> partitions() {
    return client
        .sql("select relname from pg_class where relname like 'monitor_minute_%'")
        .query(String.class)
        .list();
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  private static Plan plan(String operation) {
    return new Plan(
        new Plan.Node(operation, "t", List.of(), 1.0, 1.0, null, 1, null, List.of()), false, null);
  }
}
