package dev.weir.operations.notify;

import java.time.Duration;

/**
 * How long a notice is tried again that its receiver cannot take now.
 *
 * @param attempts the most, the first included
 * @param delay before the second; each further one waits twice as long
 * @param answer how long a receiver may take for one attempt
 */
public record Patience(int attempts, Duration delay, Duration answer) {
  public static final Patience DEFAULT =
      new Patience(5, Duration.ofSeconds(1), Duration.ofSeconds(15));

  /** How long to wait after an attempt. */
  Duration after(int attempt) {
    return delay.multipliedBy(1L << Math.min(attempt - 1, 10));
  }
}
