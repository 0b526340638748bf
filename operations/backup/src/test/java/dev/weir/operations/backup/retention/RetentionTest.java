package dev.weir.operations.backup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.Environment;
import dev.weir.api.Rejected;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.SampleManifests;
import dev.weir.spi.backup.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static List<String> kept(List<Manifest> backups, RetentionRule rule) {
    return Retention.judge(backups, rule, NOW, Set.of()).stream()
        .filter(Verdict::kept)
        .map(verdict -> verdict.backup().id())
        .toList();
  }

  private static List<Manifest> daily(int days) {
    List<Manifest> backups = new ArrayList<>();
    for (int day = days; day >= 1; day--) {
      backups.add(SampleManifests.full("d" + day, NOW.minus(Duration.ofDays(day))));
    }
    return backups;
  }

  @Test
  void whatIsYoungerThanTheAgeIsKept() {
    List<String> kept = kept(daily(20), RetentionRule.of(Duration.ofDays(7).plusHours(1)));

    assertThat(kept).containsExactly("d7", "d6", "d5", "d4", "d3", "d2", "d1");
  }

  @Test
  void theNewestAreKeptByCount() {
    RetentionRule rule = new RetentionRule(Duration.ZERO, 3, 0, 0, 0, 0, ZoneOffset.UTC);

    assertThat(kept(daily(20), rule)).containsExactly("d3", "d2", "d1");
  }

  @Test
  void aPauseInBackupsMakesNoOldOneGo() {
    RetentionRule rule = new RetentionRule(Duration.ZERO, 0, 0, 5, 0, 0, ZoneOffset.UTC);
    List<Manifest> old =
        IntStream.rangeClosed(1, 5)
            .mapToObj(
                day -> SampleManifests.full("old" + day, NOW.minus(Duration.ofDays(400 - day))))
            .toList();

    assertThat(kept(old, rule)).hasSize(5);
  }

  @Test
  void ofEachDayWeekAndMonthTheLastIsKept() {
    RetentionRule rule = new RetentionRule(Duration.ZERO, 0, 0, 2, 2, 2, ZoneOffset.UTC);
    List<Manifest> backups = new ArrayList<>();
    for (LocalDate day = LocalDate.of(2026, 9, 1); day.isBefore(LocalDate.of(2026, 11, 21)); ) {
      backups.add(at(day, 2));
      backups.add(at(day, 14));
      day = day.plusDays(1);
    }

    // 20 November 2026 is a Friday; 15 November is the Sunday before.
    assertThat(kept(backups, rule))
        .containsExactly("2026-10-31/14", "2026-11-15/14", "2026-11-19/14", "2026-11-20/14");
  }

  private static Manifest at(LocalDate day, int hour) {
    return SampleManifests.full(day + "/" + hour, day.atTime(hour, 0).toInstant(ZoneOffset.UTC));
  }

  @Test
  void daysBeginInTheZoneOfTheRule() {
    RetentionRule berlin =
        new RetentionRule(Duration.ZERO, 0, 0, 5, 0, 0, ZoneId.of("Europe/Berlin"));
    List<Manifest> backups =
        List.of(
            SampleManifests.full("a", Instant.parse("2026-11-19T22:30:00Z")),
            SampleManifests.full("b", Instant.parse("2026-11-19T23:30:00Z")),
            SampleManifests.full("c", Instant.parse("2026-11-20T01:00:00Z")));

    assertThat(kept(backups, berlin)).containsExactly("a", "c");
  }

  @Test
  void productionKeepsTheGrandfathers() {
    List<Manifest> hourly = new ArrayList<>();
    for (int hour = 0; hour < 24 * 400; hour++) {
      hourly.add(SampleManifests.full("h" + hour, NOW.minus(Duration.ofHours(hour))));
    }

    RetentionRule production = RetentionRule.of(Environment.PRODUCTION);
    List<Verdict> verdicts = Retention.judge(hourly, production, NOW, Set.of());

    assertThat(reasons(verdicts, "last of the hour")).isEqualTo(24);
    assertThat(reasons(verdicts, "last of the day")).isEqualTo(30);
    assertThat(reasons(verdicts, "last of the week")).isEqualTo(12);
    assertThat(reasons(verdicts, "last of the month")).isEqualTo(12);
    assertThat(reasons(verdicts, "younger than 30 days")).isEqualTo(24 * 30);
  }

  private static long reasons(List<Verdict> verdicts, String begin) {
    return verdicts.stream()
        .flatMap(verdict -> verdict.reasons().stream())
        .filter(reason -> reason.startsWith(begin))
        .count();
  }

  @Test
  void theLastGoodAndTheLastProvenStayHoweverOld() {
    RetentionRule rule = RetentionRule.of(Duration.ofDays(1));
    List<Manifest> backups =
        List.of(
            SampleManifests.proven("proven", NOW.minus(Duration.ofDays(90))),
            SampleManifests.full("good", NOW.minus(Duration.ofDays(60))),
            SampleManifests.bad("bad", NOW.minus(Duration.ofDays(50))));

    assertThat(kept(backups, rule)).containsExactly("proven", "good");
  }

  @Test
  void aDoubtfulBackupIsBetterThanNone() {
    List<Manifest> backups = List.of(SampleManifests.bad("bad", NOW.minus(Duration.ofDays(50))));

    assertThat(kept(backups, RetentionRule.of(Duration.ofDays(1)))).containsExactly("bad");
  }

  @Test
  void safetyBackupsStayAWeekAndCountForNothing() {
    RetentionRule rule = new RetentionRule(Duration.ZERO, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    List<Manifest> backups =
        List.of(
            SampleManifests.full("regular", NOW.minus(Duration.ofDays(20))),
            SampleManifests.safety("old", NOW.minus(Duration.ofDays(8))),
            SampleManifests.safety("young", NOW.minus(Duration.ofDays(6))));

    assertThat(kept(backups, rule)).containsExactly("regular", "young");
  }

  @Test
  void aRuleThatKeepsNothingIsRefused() {
    assertThatThrownBy(() -> new RetentionRule(Duration.ZERO, 0, 0, 0, 0, 0, ZoneOffset.UTC))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("keeps nothing");
    assertThatThrownBy(() -> new RetentionRule(Duration.ZERO, -1, 1, 0, 0, 0, ZoneOffset.UTC))
        .isInstanceOf(Rejected.class);
  }

  @Test
  void whateverTheHistoryNothingNeededGoes() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      List<Manifest> history = history(random);
      RetentionRule rule = rule(random);
      Set<String> inUse =
          history.stream()
              .filter(_ -> random.nextInt(20) == 0)
              .map(Manifest::id)
              .collect(Collectors.toSet());

      List<Verdict> verdicts = Retention.judge(history, rule, NOW, inUse);

      check("seed " + seed, history, rule, inUse, verdicts);
    }
  }

  private static void check(
      String seed,
      List<Manifest> history,
      RetentionRule rule,
      Set<String> inUse,
      List<Verdict> verdicts) {
    Map<String, Manifest> kept =
        verdicts.stream()
            .filter(Verdict::kept)
            .map(Verdict::backup)
            .collect(Collectors.toMap(Manifest::id, Function.identity()));
    Set<String> ids = history.stream().map(Manifest::id).collect(Collectors.toSet());

    assertThat(verdicts).as(seed).hasSameSizeAs(history).allMatch(v -> !v.reasons().isEmpty());
    for (Manifest each : kept.values()) {
      if (each.base() != null && ids.contains(each.base())) {
        assertThat(kept).as("%s: the base of %s", seed, each.id()).containsKey(each.base());
      }
    }
    assertThat(kept.keySet()).as(seed).containsAll(inUse);
    assertThat(history)
        .as(seed)
        .filteredOn(each -> each.held(NOW))
        .allMatch(each -> kept.containsKey(each.id()));
    newest(history, Manifest::good)
        .ifPresent(each -> assertThat(kept).as("%s: the last good", seed).containsKey(each));
    newest(history, each -> each.good() && each.proven())
        .ifPresent(each -> assertThat(kept).as("%s: the last proven", seed).containsKey(each));
    // What was kept once is not cut further when nothing has changed.
    assertThat(Retention.judge(kept.values(), rule, NOW, inUse))
        .as("%s: once more", seed)
        .allMatch(Verdict::kept);
  }

  private static java.util.Optional<String> newest(
      List<Manifest> history, java.util.function.Predicate<Manifest> which) {
    return history.stream()
        .filter(which)
        .max(java.util.Comparator.comparing(Manifest::consistentAt).thenComparing(Manifest::id))
        .map(Manifest::id);
  }

  private static RetentionRule rule(Random random) {
    return new RetentionRule(
        Duration.ofHours(1 + random.nextInt(24 * 20)),
        random.nextInt(4),
        random.nextInt(24),
        random.nextInt(10),
        random.nextInt(5),
        random.nextInt(5),
        random.nextBoolean() ? ZoneOffset.UTC : ZoneId.of("America/New_York"));
  }

  private static List<Manifest> history(Random random) {
    List<Manifest> history = new ArrayList<>();
    Instant at = NOW.minus(Duration.ofDays(1 + random.nextInt(300)));
    int many = 1 + random.nextInt(60);
    for (int i = 0; i < many && at.isBefore(NOW); i++) {
      at = at.plus(Duration.ofMinutes(1 + random.nextInt(60 * 24 * 4)));
      String base =
          history.isEmpty() || random.nextInt(3) == 0
              ? null
              : history.get(random.nextInt(history.size())).id();
      String id = "b" + i;
      history.add(
          SampleManifests.of(id, at, base == null ? Level.FULL : Level.INCREMENTAL, base, random));
    }
    return history;
  }
}
