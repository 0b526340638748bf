package dev.weir.advisor.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.advisor.postgresql.Counted.Counts;
import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Lately.Growth;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountedTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Counts MANY_EVER = Counts.ever(Map.of("faults", 500.0), 1e6);

  @Test
  void whatWasCountedSinceEverCountsWhereNothingElseIsKnown() {
    assertThat(judged(Lately.UNKNOWN))
        .hasValueSatisfying(
            counts -> assertThat(counts.time()).isEqualTo("since the statistics began"));
    assertThat(judged(kept(400, Duration.ofMinutes(29), 0, Duration.ofMinutes(29)))).isPresent();
  }

  @Test
  void whatIsLongAgoIsNoReasonWhereTheLastDayIsKnown() {
    assertThat(judged(kept(0, DAY, 0, HOUR))).isEmpty();
  }

  @Test
  void whatWentOnInTheDayAndInItsLastHourIsTold() {
    assertThat(judged(kept(400, DAY, 20, HOUR)))
        .hasValueSatisfying(counts -> {
          assertThat(counts.of("faults")).isEqualTo(400);
          assertThat(counts.time()).isEqualTo("in the last 24 hours");
        });
  }

  @Test
  void whatIsRightInTheLastHourWasMendedUnlessNobodyWorked() {
    assertThat(judged(kept(400, DAY, 0, HOUR))).isEmpty();
    assertThat(judged(idle(kept(400, DAY, 0, HOUR)))).isPresent();
  }

  @Test
  void aPartOfADayIsHeldAgainstAPartOfTheLimit() {
    Duration half = Duration.ofHours(12);

    assertThat(judged(kept(60, half, 60, HOUR))).isPresent();
    assertThat(judged(kept(40, half, 40, HOUR))).isEmpty();
  }

  /** A hundred faults a day are too many. */
  private static Optional<Counts> judged(Lately lately) {
    return new Counted(lately)
        .judge(MANY_EVER, counts -> counts.of("faults") >= 100 * counts.limits());
  }

  private static Lately kept(double day, Duration ofDay, double hour, Duration ofHour) {
    return (figure, span) -> {
      boolean whole = span.equals(DAY);
      Duration known = whole ? ofDay : ofHour;
      return Optional.of(
          figure.equals("faults")
              ? new Growth(whole ? day : hour, known)
              : new Growth(known.toSeconds(), known));
    };
  }

  private static Lately idle(Lately kept) {
    return (figure, span) ->
        figure.equals("faults") || span.equals(DAY)
            ? kept.growth(figure, span)
            : Optional.of(new Growth(0, HOUR));
  }
}
