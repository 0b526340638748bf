package dev.weir.cli;

import dev.weir.engine.config.Times;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the server tells of alerts, as cells. */
final class AlertTexts {
  private AlertTexts() {}

  static String text(Map<String, Object> of, String member) {
    Object value = of.get(member);
    return value == null ? "" : value.toString();
  }

  static String lower(Map<String, Object> of, String member) {
    return text(of, member).toLowerCase(Locale.ROOT);
  }

  /** A time such as {@code PT1M} as people write it. */
  static String time(Map<String, Object> of, String member) {
    return Times.render(Duration.parse(text(of, member)));
  }

  static Listing silences(List<Map<String, Object>> silences) {
    Listing rows = Listing.of("id", "rule", "database", "until", "by", "reason");
    for (Map<String, Object> silence : silences) {
      rows.add(
          text(silence, "id"),
          text(silence, "rule"),
          text(silence, "database"),
          text(silence, "until"),
          text(silence, "author"),
          text(silence, "reason"));
    }
    return rows;
  }
}
