package dev.weir.spi.monitor;

import org.jspecify.annotations.Nullable;

/**
 * One number of a server.
 *
 * @param name lower case, words joined by dots and underscores: {@code transactions.committed}
 * @param about the database that it is of; empty for the server as a whole
 * @param epoch of a counter: changes when the counter has begun anew, as after a restart or a reset
 *     of statistics; null for a gauge
 */
public record Figure(
    String name, String about, Kind kind, Unit unit, double value, @Nullable String epoch) {
  /** How a number moves. */
  public enum Kind {
    /** It only grows, until it begins anew. */
    COUNTER,
    GAUGE
  }

  /** What a number counts. */
  public enum Unit {
    COUNT,
    BYTES,
    SECONDS,
    /** From 0 to 1. */
    SHARE
  }

  public static Figure gauge(String name, Unit unit, double value) {
    return new Figure(name, "", Kind.GAUGE, unit, value, null);
  }

  public static Figure counter(String name, Unit unit, double value, String epoch) {
    return new Figure(name, "", Kind.COUNTER, unit, value, epoch);
  }

  /** The same number of one of the server's databases. */
  public Figure of(String database) {
    return new Figure(name, database, kind, unit, value, epoch);
  }
}
