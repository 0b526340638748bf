package dev.weir.operations.monitor;

import java.time.Duration;

/**
 * How often databases are looked at.
 *
 * @param interval between two looks
 * @param budget the most that a look may take
 * @param share of the time that each slower part of a look may take, from 0 to 1: a part that takes
 *     longer is read less often
 */
public record Rhythm(Duration interval, Duration budget, double share) {
  public Rhythm {
    if (!interval.isPositive() || !budget.isPositive() || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "No rhythm: " + interval + ", budget " + budget + ", share " + share);
    }
  }

  /** A third of the interval at most, and a quarter of a percent for each slower part. */
  public static Rhythm every(Duration interval) {
    return new Rhythm(interval, interval.dividedBy(3), 0.0025);
  }
}
