package dev.weir.engine;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How long something took, counted without locks in buckets a quarter apart (2^(1/4), 1 µs to 1 h).
 */
public final class Times {
  private final AtomicIntegerArray counts = new AtomicIntegerArray(Meter.BUCKETS);
  private final AtomicLong nanos = new AtomicLong();

  /** Counts one that took so many nanoseconds. */
  public void add(long took) {
    counts.getAndIncrement(Meter.bucket(took));
    nanos.getAndAdd(took);
  }

  /** The sum of all, in nanoseconds. */
  public long total() {
    return nanos.get();
  }

  public long count() {
    long count = 0;
    for (int i = 0; i < counts.length(); i++) {
      count += counts.get(i);
    }
    return count;
  }

  /**
   * The time in nanoseconds under which {@code share} (0 to 1) of them stayed, to a quarter of a
   * power of two; 0 when there are none.
   */
  public long quantile(double share) {
    long[] buckets = new long[counts.length()];
    long all = 0;
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = counts.get(i);
      all += buckets[i];
    }
    return Meter.quantile(buckets, all, share);
  }
}
