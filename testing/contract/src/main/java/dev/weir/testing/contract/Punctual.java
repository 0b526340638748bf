package dev.weir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Tells whether something ends when it should. */
public final class Punctual {
  private static final int ATTEMPTS = 4;

  private Punctual() {}

  /**
   * Fails where an attempt ends too early, or all of some attempts too late. A machine that has
   * other things to do may delay any one of them; what is late by itself is late each time.
   */
  public static void ends(Duration earliest, Duration latest, Runnable attempt) {
    ends(earliest, latest, () -> {}, attempt);
  }

  /** The same for attempts that need something made ready, whose time does not count. */
  public static void ends(Duration earliest, Duration latest, Runnable ready, Runnable attempt) {
    Duration best = took(earliest, ready, attempt);
    for (int i = 1; i < ATTEMPTS && best.compareTo(latest) > 0; i++) {
      Duration next = took(earliest, ready, attempt);
      best = next.compareTo(best) < 0 ? next : best;
    }
    assertThat(best).isLessThanOrEqualTo(latest);
  }

  private static Duration took(Duration earliest, Runnable ready, Runnable attempt) {
    ready.run();
    long start = System.nanoTime();
    attempt.run();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(took).isGreaterThanOrEqualTo(earliest);
    return took;
  }
}
