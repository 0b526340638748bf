package dev.weir.operations.alert;

import dev.weir.api.Rejected;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an installation changes of a rule, in words: {@code off}, or any of a limit, a time and a
 * severity in this order, such as {@code 0.1 for 10m critical} or {@code for 30s}.
 */
final class RuleText {
  private static final Pattern CHANGE =
      Pattern.compile(
          "(?<limit>[0-9]+(?:\\.[0-9]+)?)?\\s*(?:for\\s+(?<time>[0-9]+)(?<unit>ms|s|m|h|d))?\\s*(?<severity>info|warning|critical)?");

  private RuleText() {}

  /** The rule as changed; empty when it is off. */
  static Optional<Rule> apply(Rule rule, String change) {
    String words = change.strip().toLowerCase(Locale.ROOT);
    if (words.equals("off")) {
      return Optional.empty();
    }
    Matcher said = CHANGE.matcher(words);
    if (words.isEmpty() || !said.matches()) {
      throw Rejected.because(
          AlertError.RULE,
          "alert.rules."
              + rule.name()
              + " is \""
              + change
              + "\"; it may be off, or a limit, a time and a severity, such as: 0.1 for 10m"
              + " critical.");
    }
    String limit = said.group("limit");
    String time = said.group("time");
    String severity = said.group("severity");
    return Optional.of(
        new Rule(
            rule.name(),
            rule.reading(),
            rule.sense(),
            limit == null ? rule.limit() : Double.parseDouble(limit),
            time == null ? rule.hold() : hold(Long.parseLong(time), said.group("unit")),
            severity == null
                ? rule.severity()
                : Severity.valueOf(severity.toUpperCase(Locale.ROOT)),
            rule.title(),
            rule.unit()));
  }

  private static Duration hold(long number, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
