package dev.weir.engine;

import dev.weir.api.ErrorKind;
import dev.weir.api.WeirException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the requests of a database without locks. Times fall into buckets a quarter
 * apart (2^(1/4), 1 µs to 1 h).
 */
public final class Meter {
  static final int BUCKETS = 130;

  /** Classes of times for the outside: four times wider than the one before, 256 µs to 268 s. */
  private static final int CLASSES = 12;

  private static final int FIRST_CLASS = 8;

  private final LongAdder began = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder slow = new LongAdder();
  private final LongAdder[] errors = new LongAdder[ErrorKind.values().length];
  private final AtomicLongArray times = new AtomicLongArray(BUCKETS);
  private final AtomicReferenceArray<@Nullable Traced> traced = new AtomicReferenceArray<>(CLASSES);

  Meter() {
    for (int i = 0; i < errors.length; i++) {
      errors[i] = new LongAdder();
    }
  }

  void began() {
    began.increment();
  }

  void ended(long took, long count, @Nullable WeirException error) {
    ended.increment();
    nanos.add(took);
    if (count > 0) {
      rows.add(count);
    }
    if (error != null) {
      errors[error.code().kind().ordinal()].increment();
    }
    times.getAndIncrement(bucket(took));
  }

  void slow() {
    slow.increment();
  }

  /** Keeps the trace of a request as the example of its class, in place of an older one. */
  void traced(String trace, String span, long took) {
    traced.set(classOf(bucket(took)), new Traced(trace, span, took, System.currentTimeMillis()));
  }

  /** The class that a bucket belongs to; the last takes all that is longer. */
  private static int classOf(int bucket) {
    int doublings = bucket / 4 + 1;
    return Math.clamp((doublings - FIRST_CLASS + 1) / 2, 0, CLASSES - 1);
  }

  static int bucket(long nanos) {
    long micros = Math.max(1, nanos / 1_000);
    int exponent = 63 - Long.numberOfLeadingZeros(micros);
    int quarter = exponent < 2 ? 0 : ((int) (micros >>> (exponent - 2))) & 3;
    return Math.min(BUCKETS - 1, exponent * 4 + quarter);
  }

  /** The upper bound of a bucket in nanoseconds. */
  static long bound(int bucket) {
    int exponent = bucket / 4;
    int quarter = bucket % 4;
    return exponent < 2
        ? (1L << (exponent + 1)) * 1_000
        : ((1L << exponent) + (quarter + 1L) * (1L << (exponent - 2))) * 1_000;
  }

  /** The bound of the bucket in which {@code share} of all is reached; 0 when there are none. */
  static long quantile(long[] buckets, long all, double share) {
    long wanted = (long) Math.ceil(share * all);
    long seen = 0;
    for (int i = 0; i < buckets.length; i++) {
      seen += buckets[i];
      if (seen >= wanted && wanted > 0) {
        return bound(i);
      }
    }
    return 0;
  }

  /** What was counted until now. */
  public Snapshot snapshot() {
    long[] counts = new long[BUCKETS];
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = times.get(i);
      total += counts[i];
    }
    long[] failures = new long[errors.length];
    for (int i = 0; i < errors.length; i++) {
      failures[i] = errors[i].sum();
    }
    List<Traced> examples = new ArrayList<>();
    for (int i = 0; i < CLASSES; i++) {
      Traced example = traced.get(i);
      if (example != null) {
        examples.add(example);
      }
    }
    return new Snapshot(
        began.sum(),
        ended.sum(),
        rows.sum(),
        nanos.sum(),
        slow.sum(),
        failures,
        counts,
        total,
        examples);
  }

  /**
   * A request whose trace is known.
   *
   * @param trace 32 hexadecimal digits
   * @param span 16 hexadecimal digits
   * @param nanos what it took
   * @param at when it ended, in milliseconds since 1970
   */
  public record Traced(String trace, String span, long nanos, long at) {}

  /**
   * Times in few classes.
   *
   * @param bounds the upper bound of each class in nanoseconds; that of the last means nothing, it
   *     takes all that is longer
   * @param counts how many requests fell into each
   */
  public record Classes(long[] bounds, long[] counts) {}

  /**
   * Counts at a moment.
   *
   * @param nanos time spent on all ended requests
   * @param slow those that took longer than the database's threshold
   * @param traced the newest request of each class whose trace is known
   */
  public record Snapshot(
      long began,
      long ended,
      long rows,
      long nanos,
      long slow,
      long[] errors,
      long[] buckets,
      long timed,
      List<Traced> traced) {
    public long errors(ErrorKind kind) {
      return errors[kind.ordinal()];
    }

    /** What was counted after an earlier snapshot of the same meter. */
    public Snapshot since(Snapshot before) {
      long[] failures = errors.clone();
      for (int i = 0; i < failures.length; i++) {
        failures[i] -= before.errors[i];
      }
      long[] counts = buckets.clone();
      for (int i = 0; i < counts.length; i++) {
        counts[i] -= before.buckets[i];
      }
      return new Snapshot(
          began - before.began,
          ended - before.ended,
          rows - before.rows,
          nanos - before.nanos,
          slow - before.slow,
          failures,
          counts,
          timed - before.timed,
          traced);
    }

    /**
     * The time in nanoseconds under which {@code share} (0 to 1) of the requests stayed, to a
     * quarter of a power of two.
     */
    public long quantile(double share) {
      return Meter.quantile(buckets, timed, share);
    }

    /** The same times in few classes. */
    public Classes classes() {
      long[] bounds = new long[CLASSES];
      long[] counts = new long[CLASSES];
      for (int i = 0; i < CLASSES; i++) {
        bounds[i] = (1L << (FIRST_CLASS + 2 * i)) * 1_000;
      }
      for (int i = 0; i < buckets.length; i++) {
        counts[classOf(i)] += buckets[i];
      }
      return new Classes(bounds, counts);
    }
  }
}
