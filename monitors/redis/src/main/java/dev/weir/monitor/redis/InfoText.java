package dev.weir.monitor.redis;

import dev.weir.spi.monitor.Look;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What a server tells by INFO, by name. */
record InfoText(Map<String, String> facts) {
  static InfoText of(Look look, String section) {
    Map<String, String> facts = new TreeMap<>();
    look.rows(
        "INFO " + section,
        row -> facts.put(String.valueOf(row.text(1)), String.valueOf(row.text(2))));
    return new InfoText(facts);
  }

  String text(String name) {
    return facts.getOrDefault(name, "");
  }

  OptionalDouble number(String name) {
    String text = text(name);
    return text.matches("-?\\d+(\\.\\d+)?")
        ? OptionalDouble.of(Double.parseDouble(text))
        : OptionalDouble.empty();
  }

  /** The parts of a value such as {@code keys=3,expires=0}. */
  static Map<String, String> parts(String value) {
    Map<String, String> parts = new TreeMap<>();
    for (String part : value.split("[, ]")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }
}
