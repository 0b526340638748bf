package dev.weir.advisor.postgresql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measured facts by name, for people. */
final class Evidence {
  private final Map<String, String> facts = new LinkedHashMap<>();

  static Evidence of(String name, Object value) {
    return new Evidence().and(name, value);
  }

  Evidence and(String name, Object value) {
    facts.put(
        name,
        switch (value) {
          case Double number -> String.format(Locale.ROOT, "%.1f", number);
          case Long number -> String.format(Locale.ROOT, "%,d", number);
          default -> value.toString();
        });
    return this;
  }

  Evidence bytes(String name, double bytes) {
    facts.put(name, bytes(bytes));
    return this;
  }

  Map<String, String> facts() {
    return facts;
  }

  static String bytes(double bytes) {
    if (bytes >= 1 << 30) {
      return String.format(Locale.ROOT, "%.1f GiB", bytes / (1 << 30));
    }
    return bytes >= 1 << 20
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.0f KiB", bytes / 1024);
  }

  static String duration(double seconds) {
    if (seconds >= 2 * 86_400) {
      return String.format(Locale.ROOT, "%.0f days", seconds / 86_400);
    }
    if (seconds >= 7200) {
      return String.format(Locale.ROOT, "%.0f hours", seconds / 3600);
    }
    return seconds >= 120
        ? String.format(Locale.ROOT, "%.0f minutes", seconds / 60)
        : String.format(Locale.ROOT, "%.0f s", seconds);
  }
}
