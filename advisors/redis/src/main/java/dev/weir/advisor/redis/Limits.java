package dev.weir.advisor.redis;

import java.time.Duration;

/**
 * From when on something is worth telling, and how much may be looked at.
 *
 * @param keyBytes of one key
 * @param gapBytes of memory that holds no keys
 * @param lag of a replica
 * @param keys that are looked at, at most
 * @param time that looking at keys may take
 */
record Limits(long keyBytes, long gapBytes, Duration lag, int keys, Duration time) {
  static final Limits DEFAULT =
      new Limits(16L << 20, 100L << 20, Duration.ofSeconds(30), 20_000, Duration.ofSeconds(3));
}
