package dev.weir.engine.stage;

import java.time.Duration;

/**
 * A running estimate of how long something takes, as TCP estimates round trips (RFC 6298): a
 * smoothed mean and deviation. Updates race without harm.
 */
public final class LatencyEstimate {
  private static final int MARGIN = 10;

  private volatile long mean;
  private volatile long deviation;

  public void saw(long nanos) {
    long before = mean;
    if (before == 0) {
      mean = nanos;
      deviation = nanos / 2;
      return;
    }
    long error = nanos - before;
    mean = before + error / 8;
    long spread = deviation;
    deviation = spread + (Math.abs(error) - spread) / 4;
  }

  /** It took longer than it was allowed, so the next one gets more. */
  public void ranOut(long allowedNanos) {
    mean = Math.max(mean, allowedNanos / 4);
  }

  /**
   * How long the next one may take: ten times what is usual, within the bounds; the ceiling while
   * nothing is known.
   */
  public long limit(Duration floor, Duration ceiling) {
    long usual = mean + 4 * deviation;
    if (usual == 0) {
      return ceiling.toNanos();
    }
    return Math.clamp(
        usual * MARGIN, floor.toNanos(), Math.max(floor.toNanos(), ceiling.toNanos()));
  }
}
