package dev.weir.cli;

import dev.weir.api.CoreError;
import dev.weir.api.Unavailable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something that tells nobody when it happens. */
final class Wait {
  private Wait() {}

  /** Looks until it is so; false when the time ran out. */
  static boolean until(Duration patience, BooleanSupplier happened) {
    long end = System.nanoTime() + patience.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      sleep(Duration.ofMillis(50));
    }
    return true;
  }

  static void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(CoreError.INTERRUPTED, "The wait was interrupted.", e);
    }
  }
}
