package dev.weir.server.operation;

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
}
