package dev.weir.advisor.postgresql;

import java.time.Duration;

/** From when on something is worth telling. */
record Limits(Duration longTransaction, Duration idle, Duration waiting, long slotBytes) {
  static final Limits DEFAULT =
      new Limits(Duration.ofMinutes(30), Duration.ofMinutes(2), Duration.ofSeconds(10), 128L << 20);
}
