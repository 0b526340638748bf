package dev.weir.cli;

import dev.weir.engine.config.Times;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Reads times from the command line, as {@code weir.yaml} reads them. */
final class Durations {
  private Durations() {}

  static Duration parse(String text) {
    Duration parsed;
    try {
      parsed = Times.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new TypeConversionException("'" + text + "': " + wrong.getMessage());
    }
    if (parsed.isZero() || parsed.isNegative()) {
      throw new TypeConversionException("'" + text + "': it must be longer than zero.");
    }
    return parsed;
  }

  static long millis(Duration duration) {
    return Math.round(duration.toNanos() / 1e6);
  }
}
