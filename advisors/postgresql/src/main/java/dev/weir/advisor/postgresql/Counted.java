package dev.weir.advisor.postgresql;

import dev.weir.spi.advise.Lately;
import dev.weir.spi.advise.Lately.Growth;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Judges by counters: by what they grew in the last day where that was kept, and by what the server
 * has counted since its statistics began where it was not. What was wrong in the day and is right
 * in its last hour, while the database was at work, has been mended.
 */
final class Counted {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration ENOUGH = Duration.ofMinutes(30);
  private static final String WORK = "transactions.committed";

  private final Lately lately;

  Counted(Lately lately) {
    this.lately = lately;
  }

  /**
   * What was counted.
   *
   * @param counters by the name of the figure
   * @param seconds that they tell of
   * @param limits how much of what calls for advice in a day calls for it in this time
   * @param time in words
   */
  record Counts(Map<String, Double> counters, double seconds, double limits, String time) {
    /** Since the statistics began, where each limit counts as a whole. */
    static Counts ever(Map<String, Double> counters, double seconds) {
      return new Counts(counters, seconds, 1, "since the statistics began");
    }

    double of(String figure) {
      return counters.getOrDefault(figure, 0.0);
    }

    /** At least one: what happened within hours may not happen as often all day. */
    double days() {
      return Math.max(1, seconds / DAY.toSeconds());
    }
  }

  /** The counts that call for advice; empty when none do. */
  Optional<Counts> judge(Counts ever, Predicate<Counts> bad) {
    Optional<Counts> day = over(DAY, ever);
    if (day.isEmpty()) {
      return Optional.of(ever).filter(bad);
    }
    return day.filter(bad).filter(counts -> !mended(counts, ever, bad));
  }

  private boolean mended(Counts day, Counts ever, Predicate<Counts> bad) {
    return over(HOUR, ever).filter(hour -> atWork(hour, day)).filter(bad.negate()).isPresent();
  }

  private static boolean atWork(Counts hour, Counts day) {
    return hour.of(WORK) / hour.seconds() >= day.of(WORK) / day.seconds() / 10;
  }

  /** Empty unless each counter is known for long enough. */
  private Optional<Counts> over(Duration span, Counts ever) {
    Map<String, Double> counters = new HashMap<>();
    Duration known = span;
    for (String figure : ever.counters().keySet()) {
      Growth growth = lately.growth(figure, span).orElse(new Growth(0, Duration.ZERO));
      counters.put(figure, growth.amount());
      known = growth.over().compareTo(known) < 0 ? growth.over() : known;
    }
    counters.put(WORK, lately.growth(WORK, span).map(Growth::amount).orElse(0.0));
    if (known.compareTo(ENOUGH) < 0) {
      return Optional.empty();
    }
    double seconds = known.toSeconds();
    return Optional.of(
        new Counts(
            counters,
            seconds,
            seconds / DAY.toSeconds(),
            known.compareTo(HOUR) <= 0
                ? "in the last " + known.toMinutes() + " minutes"
                : "in the last " + known.toHours() + " hours"));
  }
}
