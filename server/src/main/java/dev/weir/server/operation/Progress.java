package dev.weir.server.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears how an operation gets on. */
@FunctionalInterface
public interface Progress {
  /**
   * Called before each step.
   *
   * @param step counts from 1
   * @param steps 0 where it is not known
   */
  void step(int step, int steps, String message);

  /** Called now and then by work that can measure itself. */
  default void amount(String message, Amount amount) {}

  /**
   * How much is done.
   *
   * @param done bytes
   * @param expected bytes in all; 0 while it is not known
   * @param remaining how long it will take still; null while nothing tells
   */
  record Amount(long done, long expected, @Nullable Duration remaining) {}
}
