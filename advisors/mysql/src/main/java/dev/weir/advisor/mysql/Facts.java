package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The server's settings and what it has counted since it began, which every login may see. */
final class Facts {
  private final Map<String, String> settings = new HashMap<>();
  private final Map<String, String> counters = new HashMap<>();

  private Facts() {}

  static Facts of(Database database) {
    Facts facts = new Facts();
    database.query("show global variables").list(row -> put(facts.settings, row));
    database.query("show global status").list(row -> put(facts.counters, row));
    return facts;
  }

  private static boolean put(Map<String, String> all, Row row) {
    all.put(text(row, 0).toLowerCase(Locale.ROOT), text(row, 1));
    return true;
  }

  /** A column as text; empty for null. */
  static String text(Row row, int column) {
    String text = row.text(column);
    return text == null ? "" : text;
  }

  /** A setting; empty where the server has none of that name. */
  String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  boolean has(String setting) {
    return settings.containsKey(setting);
  }

  /** Whether a switch is on; one that the server does not have is not. */
  boolean on(String setting) {
    return setting(setting).matches("(?i)on|1|yes");
  }

  double number(String setting) {
    return number(settings, setting);
  }

  /** What was counted under that name since the server began. */
  double counted(String name) {
    return number(counters, name);
  }

  private static double number(Map<String, String> all, String name) {
    String text = all.getOrDefault(name, "");
    return text.matches("-?\\d+(\\.\\d+)?") ? Double.parseDouble(text) : 0;
  }

  boolean mariadb() {
    return setting("version").toLowerCase(Locale.ROOT).contains("mariadb");
  }

  Duration uptime() {
    return Duration.ofSeconds((long) counted("uptime"));
  }

  /** Days since the server began, one at least, by which counters become work of a day. */
  double days() {
    return Math.max(1, uptime().toSeconds() / 86_400.0);
  }
}
