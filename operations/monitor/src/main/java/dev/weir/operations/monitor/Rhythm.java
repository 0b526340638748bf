package dev.weir.operations.monitor;

import java.time.Duration;

/**
 * How often databases are looked at.
 *
 * @param interval between two looks
 * @param share of the time that each slower part of a look may take, from 0 to 1: a part that takes
 *     longer is read less often
 */
public record Rhythm(Duration interval, double share) {
  /** Each 15 seconds, and no slower part for more than a quarter of a percent of the time. */
  public static final Rhythm DEFAULT = every(Duration.ofSeconds(15));

  public Rhythm {
    if (interval.isNegative() || interval.isZero() || !(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("No rhythm: " + interval + ", share " + share);
    }
  }

  /** Another interval with the usual share. */
  public static Rhythm every(Duration interval) {
    return new Rhythm(interval, 0.0025);
  }
}
