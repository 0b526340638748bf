package dev.weir.operations.report;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a value is, and how people read it. A value that is not known is null, and told as a dash.
 */
public enum Form {
  TEXT,
  /** A statement or a command, told letter by letter. */
  CODE,
  /** A number of things. */
  COUNT,
  BYTES,
  /** A span of time, in seconds. */
  SECONDS,
  /** From 0 to 1. */
  SHARE,
  /** So many times, such as 1.5 for half as much again. */
  RATIO,
  /** A number of things a second. */
  RATE,
  /** A moment, in ISO 8601. */
  TIME;

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
  private static final String UNKNOWN = "–";

  /** True for what stands to the right in its column. */
  boolean number() {
    return this != TEXT && this != CODE && this != TIME;
  }

  /** The value as people read it. */
  public String text(@Nullable Object value) {
    if (value == null) {
      return UNKNOWN;
    }
    return switch (this) {
      case TEXT, CODE -> value.toString();
      case TIME -> value.toString().replaceFirst("T(\\d\\d:\\d\\d).*", " $1 UTC");
      case COUNT -> String.format(Locale.ROOT, "%,.0f", number(value)).replace(',', ' ');
      case BYTES -> bytes(number(value));
      case SECONDS -> seconds(number(value));
      case SHARE -> share(100 * number(value));
      case RATIO -> String.format(Locale.ROOT, "%.2f×", number(value));
      case RATE -> rate(number(value));
    };
  }

  static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }

  /** What is not nothing does not look like it. */
  private static String share(double percent) {
    boolean tiny = percent != 0 && Math.abs(percent) < 0.05;
    return String.format(Locale.ROOT, tiny ? "%.3f %%" : "%.1f %%", percent);
  }

  private static String rate(double rate) {
    return rate < 99.95 ? String.format(Locale.ROOT, "%.1f", rate) : COUNT.text(rate);
  }

  private static String bytes(double bytes) {
    double value = Math.abs(bytes);
    int unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    String format = unit == 0 || value >= 99.95 ? "%s%.0f %s" : "%s%.1f %s";
    return String.format(Locale.ROOT, format, bytes < 0 ? "-" : "", value, UNITS[unit]);
  }

  private static String seconds(double seconds) {
    if (seconds < 0.01) {
      return String.format(Locale.ROOT, "%.2f ms", seconds * 1000);
    }
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1000);
    }
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    Duration span = Duration.ofSeconds(Math.round(seconds));
    if (span.toHours() == 0) {
      return span.toMinutes() + " min " + span.toSecondsPart() + " s";
    }
    return span.toDays() == 0
        ? span.toHours() + " h " + span.toMinutesPart() + " min"
        : span.toDays() + " d " + span.toHoursPart() + " h";
  }
}
