package dev.weir.operations.backup.stream;

import dev.weir.spi.backup.Work;
import java.util.concurrent.TimeUnit;

/** Holds all streams of one piece of work together below a rate. Thread-safe. */
public final class Brake {
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private final long bytesPerSecond;
  private long free = System.nanoTime();

  /**
   * @param bytesPerSecond 0 for no limit
   */
  public Brake(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  /** Waits until these bytes may pass; heeds a cancel. */
  public void pass(int bytes, Work work) {
    work.check();
    if (bytesPerSecond <= 0) {
      return;
    }
    long until = book(bytes);
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      work.check();
      try {
        TimeUnit.NANOSECONDS.sleep(Math.min(left, MOST_NANOS));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        work.check();
        return;
      }
    }
  }

  private synchronized long book(int bytes) {
    long now = System.nanoTime();
    free = Math.max(free, now) + (long) (bytes * 1e9 / bytesPerSecond);
    return free;
  }
}
