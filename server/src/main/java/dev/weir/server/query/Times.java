package dev.weir.server.query;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, {@code PT30S}. */
final class Times {
  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

  private Times() {}

  static Duration parse(String name, String text) {
    Matcher matcher = SHORT.matcher(text.strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
    try {
      return Duration.parse(text.strip());
    } catch (DateTimeParseException e) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          name + " must be a span of time such as 500ms, 30s, 5m or PT30S; it is " + text + ".",
          e);
    }
  }
}
