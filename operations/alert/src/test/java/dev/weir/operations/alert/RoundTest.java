package dev.weir.operations.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operations.alert.Alert.State;
import dev.weir.operations.alert.Round.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The course of an alert, round by round of ten seconds. */
class RoundTest {
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Round.Timing TIMING =
      new Round.Timing(Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMinutes(5));

  private final Course course = new Course(Rules.of(Map.of("pool-leaking", "0 for 30s")));

  @Test
  void isPendingUntilItWasBrokenForAsLongAsTheRuleSays() {
    Finding leak = finding("clinic", 2);

    assertThat(course.states(4, leak))
        .containsExactly(State.PENDING, State.PENDING, State.PENDING, State.FIRING);
  }

  @Test
  void isForgottenWhenItWasOnlyPending() {
    course.round(finding("clinic", 2));

    Outcome outcome = course.round();

    assertThat(outcome.alerts()).isEmpty();
    assertThat(outcome.tellResolved()).isEmpty();
  }

  @Test
  void waitsForOthersAndIsToldWithThemOnce() {
    Finding first = finding("clinic", 2);
    Finding second = finding("billing", 1);
    course.states(4, first, second);

    List<List<Alert>> told = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      told.add(course.round(first, second).tellFiring());
    }

    assertThat(told.get(0)).isEmpty();
    assertThat(told.get(1))
        .extracting(alert -> alert.key().database())
        .containsExactlyInAnyOrder("clinic", "billing");
    assertThat(told.subList(2, 6)).allSatisfy(each -> assertThat(each).isEmpty());
  }

  @Test
  void isToldAgainWhileItFires() {
    Finding leak = finding("clinic", 2);

    int told = 0;
    for (int i = 0; i < 6 + 61; i++) {
      told += course.round(leak).tellFiring().size();
    }

    assertThat(told).isEqualTo(3);
  }

  @Test
  void isResolvedWhenItWasGoodForLongEnough() {
    Finding leak = finding("clinic", 2);
    course.states(7, leak);

    assertThat(course.round().tellResolved()).isEmpty();
    assertThat(course.round(leak).tellResolved()).isEmpty();
    course.round();
    course.round();
    Outcome last = course.round();

    assertThat(last.tellResolved()).extracting(Alert::state).containsExactly(State.RESOLVED);
    assertThat(last.alerts()).isEmpty();
  }

  @Test
  void isNotResolvedWhileNothingIsKnown() {
    course.states(7, finding("clinic", 2));

    for (int i = 0; i < 20; i++) {
      assertThat(course.unknown("pool-leaking").changes()).isEmpty();
    }

    assertThat(course.alerts).extracting(Alert::state).containsExactly(State.FIRING);
  }

  @Test
  void isSeenButNotToldWhileItIsSilenced() {
    Finding leak = finding("clinic", 2);
    course.silences.add(
        new Silence(
            UUID.randomUUID(), null, "clinic", course.now.plusSeconds(600), "a", "b", course.now));

    List<Alert> told = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      told.addAll(course.round(leak).tellFiring());
    }
    assertThat(told).isEmpty();
    assertThat(course.alerts).extracting(Alert::state).containsExactly(State.FIRING);

    course.silences.clear();
    assertThat(course.round(leak).tellFiring()).hasSize(1);
  }

  @Test
  void aClockThatIsSetMakesItNeitherEarlyNorLate() {
    Finding leak = finding("clinic", 2);
    course.round(leak);
    course.now = course.now.plus(Duration.ofDays(400));
    course.round(leak);
    course.now = course.now.minus(Duration.ofDays(800));

    assertThat(course.round(leak).alerts()).extracting(Alert::state).containsExactly(State.PENDING);
    assertThat(course.round(leak).alerts()).extracting(Alert::state).containsExactly(State.FIRING);
  }

  @Test
  void severalServersThatSeeTheSameMakeOneAlertOfTheWorst() {
    Outcome outcome =
        course.round(finding("clinic", 1), finding("clinic", 5), finding("clinic", 3));

    assertThat(outcome.alerts()).extracting(Alert::value).containsExactly(5.0);
  }

  @Test
  void aRuleThatIsSwitchedOffResolvesItsAlerts() {
    course.states(7, finding("clinic", 2));
    course.rules = Rules.of(Map.of("pool-leaking", "off"));

    Outcome outcome = course.round(finding("clinic", 2));

    assertThat(outcome.alerts()).isEmpty();
    assertThat(outcome.tellResolved()).hasSize(1);
  }

  private static Finding finding(String database, double value) {
    return new Finding("pool-leaking", database, "primary", value);
  }

  /** Rounds that follow each other. */
  private static final class Course {
    private List<Rule> rules;
    private List<Alert> alerts = List.of();
    private final List<Silence> silences = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-02T03:04:05Z");

    Course(List<Rule> rules) {
      this.rules = rules;
    }

    Outcome round(Finding... findings) {
      return run(List.of(findings), Set.of());
    }

    Outcome unknown(String rule) {
      return run(List.of(), Set.of(rule));
    }

    private Outcome run(List<Finding> findings, Set<String> unknown) {
      now = now.plus(TEN);
      Outcome outcome = new Round(rules, TIMING, TEN, now).run(alerts, findings, unknown, silences);
      alerts = outcome.alerts();
      return outcome;
    }

    List<State> states(int rounds, Finding... findings) {
      List<State> states = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        states.add(round(findings).alerts().getFirst().state());
      }
      return states;
    }
  }
}
