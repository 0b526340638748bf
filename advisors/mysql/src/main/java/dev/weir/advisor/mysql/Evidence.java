package dev.weir.advisor.mysql;

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
    facts.put(name, String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20)));
    return this;
  }

  Map<String, String> facts() {
    return facts;
  }
}
