package dev.weir.advisor.redis;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.Locale;

/** How much memory the server may take, takes, and wastes. */
final class Memory {
  private static final double NEAR = 0.85;
  private static final double GAPS = 1.5;

  private final Look look;
  private final Report report;
  private final Limits limits;

  Memory(Look look, Report report, Limits limits) {
    this.look = look;
    this.report = report;
    this.limits = limits;
  }

  void limit() {
    double used = look.number("used_memory");
    double limit = look.number("maxmemory");
    double machine = look.number("total_system_memory");
    String policy = look.text("maxmemory_policy");
    if (limit == 0) {
      report.add(
          new Advice(
              RedisRules.UNLIMITED,
              "maxmemory",
              Gain.risk(20 + 500 * used / Math.max(machine, 1)),
              Look.evidence(
                  "used", Look.mebibytes(used),
                  "memory of the machine", Look.mebibytes(machine),
                  "maxmemory-policy", policy),
              "The server may take all memory of its machine.",
              Changes.byHand(
                  look, "maxmemory", String.valueOf((long) Math.max(machine * 0.75, 2 * used)))));
    } else if (policy.equals("noeviction") && used >= limit * NEAR) {
      report.add(
          new Advice(
              RedisRules.NEAR_LIMIT,
              "maxmemory",
              Gain.risk(1000 * used / limit),
              Look.evidence(
                  "used", Look.mebibytes(used),
                  "maxmemory", Look.mebibytes(limit),
                  "maxmemory-policy", policy),
              "%.0f %% of the memory that the server may take is used."
                  .formatted(100 * used / limit),
              Changes.byHand(
                  look, "maxmemory", String.valueOf((long) Math.max(2 * limit, used * 2)))));
    }
  }

  void gaps() {
    double used = look.number("used_memory");
    double held = look.number("used_memory_rss");
    if (held - used < limits.gapBytes()
        || held < used * GAPS
        || look.setting("activedefrag").equals("yes")) {
      return;
    }
    boolean can = look.text("mem_allocator").startsWith("jemalloc");
    report.add(
        new Advice(
            RedisRules.FRAGMENTED,
            "memory",
            Gain.bytes(held - used),
            Look.evidence(
                "held", Look.mebibytes(held),
                "used", Look.mebibytes(used),
                "ratio", String.format(Locale.ROOT, "%.2f", held / used)),
            "The server holds %s for %s of keys."
                .formatted(Look.mebibytes(held), Look.mebibytes(used)),
            can ? Changes.of(look, "activedefrag", "yes") : Remedy.byHand("MEMORY PURGE")));
  }
}
