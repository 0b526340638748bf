package dev.weir.operations.monitor;

import java.time.Duration;

/**
 * Something that was read, with the machine's running time then, which no clock that is set
 * changes.
 */
record Moment<T>(T seen, long running) {
  static <T> Moment<T> now(T seen) {
    return new Moment<>(seen, System.nanoTime());
  }

  Duration until(Moment<?> later) {
    return Duration.ofNanos(later.running - running);
  }

  double secondsUntil(Moment<?> later) {
    return (later.running - running) / 1e9;
  }
}
