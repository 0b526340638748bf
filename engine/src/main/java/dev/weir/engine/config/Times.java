package dev.weir.engine.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes times with their units. */
public final class Times {
  static final String PATTERN =
      "^(?:0|(?:[0-9]+(?:\\.[0-9]+)?\\s*(?:ns|us|ms|s|m|h|d)\\s*)+|[Pp][0-9TtHhMmSsDd.]+)$";
  private static final Pattern PART =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ns|us|ms|s|m|h|d)\\s*");
  private static final String WANTED =
      "This must be a time with its unit, such as 500ms, 30s, 5m, 2h or 1d.";

  private Times() {}

  /**
   * Reads a time with its units, or in ISO 8601.
   *
   * @throws IllegalArgumentException that says in a sentence what a time looks like
   */
  public static Duration parse(String given) {
    String text = given.strip();
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    if (text.matches("\\d+(\\.\\d+)?")) {
      throw new IllegalArgumentException(
          "The unit is missing: write " + text + "s for seconds or " + text + "ms.");
    }
    if (text.toUpperCase(Locale.ROOT).startsWith("P")) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException wrong) {
        throw new IllegalArgumentException(WANTED);
      }
    }
    return parts(text);
  }

  private static Duration parts(String text) {
    Matcher part = PART.matcher(text);
    Duration total = Duration.ZERO;
    int end = 0;
    while (end < text.length() && part.find(end) && part.start() == end) {
      total = total.plus(one(part.group(1), part.group(2)));
      end = part.end();
    }
    if (end == 0 || end != text.length()) {
      throw new IllegalArgumentException(WANTED);
    }
    return total;
  }

  private static Duration one(String number, String unit) {
    Duration base =
        switch (unit) {
          case "ns" -> Duration.ofNanos(1);
          case "us" -> Duration.ofNanos(1_000);
          case "ms" -> Duration.ofMillis(1);
          case "s" -> Duration.ofSeconds(1);
          case "m" -> Duration.ofMinutes(1);
          case "h" -> Duration.ofHours(1);
          default -> Duration.ofDays(1);
        };
    int dot = number.indexOf('.');
    if (dot < 0) {
      return times(base, Long.parseLong(number));
    }
    long nanos = (long) (Double.parseDouble("0" + number.substring(dot)) * base.toNanos());
    return times(base, Long.parseLong(number.substring(0, dot))).plusNanos(nanos);
  }

  private static Duration times(Duration base, long count) {
    try {
      return base.multipliedBy(count);
    } catch (ArithmeticException tooLong) {
      throw new IllegalArgumentException("This time is too long.");
    }
  }

  /** In the largest unit that says it without a fraction. */
  public static String render(Duration time) {
    if (time.isZero()) {
      return "0";
    }
    long nanos = time.toNanosPart();
    if (nanos % 1_000 != 0) {
      return time.toNanos() + "ns";
    }
    if (nanos % 1_000_000 != 0) {
      return time.toNanos() / 1_000 + "us";
    }
    if (nanos != 0) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    return seconds % 86_400 == 0
        ? seconds / 86_400 + "d"
        : seconds % 3_600 == 0
            ? seconds / 3_600 + "h"
            : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
