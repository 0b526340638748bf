package dev.weir.advisor.redis;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.LinkedHashMap;
import java.util.Map;

/** Replicas that are behind, and a replica that does not reach its primary. */
final class Replicas {
  private static final double FAR = 64 << 20;

  private Replicas() {}

  /** A fact is {@code slave0: ip=10.0.0.2,port=6379,state=online,offset=42,lag=1}. */
  static void check(Look look, Report report, Limits limits) {
    Map<String, String> facts = look.info("replication");
    double offset = Look.number(facts, "master_repl_offset");
    facts.forEach((name, value) -> {
      if (name.matches("slave\\d+")) {
        Map<String, String> parts = Look.parts(value);
        double behind = offset - Look.number(parts, "offset");
        double lag = Look.number(parts, "lag");
        boolean online = parts.getOrDefault("state", "").equals("online");
        if (online && (lag >= limits.lag().toSeconds() || behind >= FAR)) {
          report.add(late(parts, lag, behind));
        }
      }
    });
    if (facts.getOrDefault("role", "").equals("slave")
        && facts.getOrDefault("master_link_status", "").equals("down")) {
      report.add(alone(facts));
    }
  }

  private static Advice late(Map<String, String> parts, double lag, double behind) {
    String replica = parts.getOrDefault("ip", "?") + ":" + parts.getOrDefault("port", "?");
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("seconds without an answer", parts.getOrDefault("lag", "?"));
    evidence.put("behind by", Look.mebibytes(behind));
    return new Advice(
        RedisRules.REPLICA,
        "replica " + replica,
        Gain.risk(100 + lag),
        evidence,
        "Replica %s has not answered for %.0f s.".formatted(replica, lag),
        Remedy.byHand("-- look at the replica: its load, its slow commands, the network"));
  }

  private static Advice alone(Map<String, String> facts) {
    String primary =
        facts.getOrDefault("master_host", "?") + ":" + facts.getOrDefault("master_port", "?");
    double seconds = Look.number(facts, "master_link_down_since_seconds");
    return new Advice(
        RedisRules.REPLICA,
        "primary " + primary,
        Gain.risk(300 + seconds),
        Look.evidence("link to the primary", "down", "seconds", String.valueOf((long) seconds)),
        "This replica does not reach its primary " + primary + ".",
        Remedy.byHand("-- see that the primary runs, and that masterauth is its password"));
  }
}
