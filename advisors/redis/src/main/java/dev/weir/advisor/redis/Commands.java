package dev.weir.advisor.redis;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Commands that take long in the mean, and so keep all others waiting. */
final class Commands {
  private static final double MICROSECONDS = 5_000;
  private static final double CALLS = 3;

  /** They wait by their nature, or are run by the server's keepers. */
  private static final Set<String> EXPECTED =
      Set.of("save", "bgsave", "bgrewriteaof", "shutdown", "debug", "replicaof", "psync", "exec");

  private Commands() {}

  /** A fact is {@code cmdstat_keys: calls=9,usec=81000,usec_per_call=9000.00}. */
  static void check(Look look, Report report) {
    double days = Math.max(1, look.number("uptime_in_seconds") / 86_400);
    look.info("commandstats")
        .forEach((name, value) -> {
          String command = name.replaceFirst("^cmdstat_", "").replace('|', ' ');
          Map<String, String> parts = Look.parts(value);
          double mean = Look.number(parts, "usec_per_call");
          if (mean >= MICROSECONDS
              && Look.number(parts, "calls") >= CALLS
              && !EXPECTED.contains(command)) {
            report.add(slow(command, parts, mean, days));
          }
        });
  }

  private static Advice slow(String command, Map<String, String> parts, double mean, double days) {
    double seconds = Look.number(parts, "usec") / 1e6;
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("calls", parts.getOrDefault("calls", "?"));
    evidence.put("each, ms", String.format(Locale.ROOT, "%.1f", mean / 1000));
    evidence.put("all, s", String.format(Locale.ROOT, "%.1f", seconds));
    return new Advice(
        RedisRules.SLOW,
        "command " + command.toUpperCase(Locale.ROOT),
        Gain.seconds(seconds / days),
        evidence,
        "Command %s takes %.0f ms each time."
            .formatted(command.toUpperCase(Locale.ROOT), mean / 1000),
        Remedy.byHand(
            "-- " + instead(command) + "; SLOWLOG GET tells which keys they were",
            "CONFIG RESETSTAT"));
  }

  private static String instead(String command) {
    return switch (command) {
      case "keys" -> "ask by SCAN instead";
      case "hgetall", "hkeys", "hvals" -> "read the fields that are needed, or all by HSCAN";
      case "smembers", "sinter", "sunion", "sdiff" -> "read by SSCAN, or keep the set smaller";
      case "zrange", "zrevrange", "zrangebyscore", "lrange" -> "ask for a smaller range";
      case "del" -> "use UNLINK, which frees the memory aside";
      case "flushall", "flushdb" -> "add ASYNC";
      case "eval", "evalsha", "fcall" -> "do less in one script";
      default -> "do less with one command";
    };
  }
}
