package dev.weir.backup.postgresql;

import java.math.BigDecimal;
import java.time.Instant;

/** Moments as PostgreSQL tells them. */
final class Times {
  private Times() {}

  /** From seconds since 1970 with up to six decimals. */
  static Instant epoch(String seconds) {
    BigDecimal value = new BigDecimal(seconds);
    return Instant.ofEpochSecond(0, value.movePointRight(9).longValue());
  }
}
