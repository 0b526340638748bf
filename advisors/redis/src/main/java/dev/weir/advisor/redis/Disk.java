package dev.weir.advisor.redis;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;

/** Whether keys outlive the server. */
final class Disk {
  private final Look look;
  private final Report report;

  Disk(Look look, Report report) {
    this.look = look;
    this.report = report;
  }

  void check() {
    boolean append = look.text("aof_enabled").equals("1");
    // A server that may remove any key is a cache: what it loses is somewhere else.
    boolean cache = look.text("maxmemory_policy").startsWith("allkeys-");
    String save = look.setting("save");
    if (!append && save.isEmpty() && !cache) {
      report.add(
          new Advice(
              RedisRules.PERSISTENCE,
              "appendonly",
              Gain.risk(500),
              Look.evidence("appendonly", "no", "save", "", "used", look.text("used_memory_human")),
              "The server writes nothing to disk.",
              Changes.of(look, "appendonly", "yes")));
    }
    failed("rdb_last_bgsave_status", "snapshot", !save.isEmpty());
    failed("aof_last_write_status", "append-only file", append);
    failed("aof_last_bgrewrite_status", "append-only file", append);
  }

  private void failed(String fact, String what, boolean wanted) {
    if (wanted && look.text(fact).equals("err")) {
      report.add(
          new Advice(
              RedisRules.SAVE_FAILED,
              fact,
              Gain.risk(5_000),
              Look.evidence(fact, "err", "folder", look.setting("dir")),
              "The last write of the " + what + " has failed.",
              Remedy.byHand(
                  "-- the server's log says why: mostly a full disk, or a folder that may not be"
                      + " written",
                  fact.startsWith("rdb") ? "BGSAVE SCHEDULE" : "BGREWRITEAOF")));
    }
  }
}
