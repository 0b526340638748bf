package dev.weir.advisor.redis;

import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a server tells by INFO and CONFIG GET. */
final class Look {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Database database;
  private final Map<String, String> facts;

  Look(Database database) {
    this.database = database;
    this.facts = info("default");
  }

  Database database() {
    return database;
  }

  Map<String, String> info(String section) {
    Map<String, String> facts = new TreeMap<>();
    rows("INFO " + section)
        .list(row -> facts.put(String.valueOf(row.text(1)), String.valueOf(row.text(2))));
    return facts;
  }

  private Rows rows(String command) {
    return database.query(Statement.of(command).timeout(TIMEOUT));
  }

  List<String> values(String command) {
    return rows(command).list(row -> String.valueOf(row.text(0)));
  }

  /** A fact of INFO; empty where this version does not tell it. */
  String text(String name) {
    return facts.getOrDefault(name, "");
  }

  double number(String name) {
    return number(facts, name);
  }

  static double number(Map<String, String> facts, String name) {
    String text = facts.getOrDefault(name, "");
    return text.matches("-?\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
  }

  /** A setting as CONFIG GET tells it. */
  String setting(String name) {
    return rows("CONFIG GET " + name).first(row -> String.valueOf(row.text(1))).orElse("");
  }

  /** The parts of a value such as {@code ip=10.0.0.1,state=online}. */
  static Map<String, String> parts(String value) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : value.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    return parts;
  }

  /** Names and values in turn, told in this order. */
  static Map<String, String> evidence(String... parts) {
    Map<String, String> evidence = new LinkedHashMap<>();
    for (int i = 0; i < parts.length; i += 2) {
      evidence.put(parts[i], parts[i + 1]);
    }
    return evidence;
  }

  static String mebibytes(double bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
  }
}
