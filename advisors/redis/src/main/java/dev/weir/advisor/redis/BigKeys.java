package dev.weir.advisor.redis;

import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keys that are too big, among as many as may be looked at. */
final class BigKeys {
  private static final int TOLD = 5;

  private BigKeys() {}

  private record Key(String name, double bytes) {}

  static void check(Look look, Report report, Limits limits) {
    List<Key> big = new ArrayList<>();
    long until = System.nanoTime() + limits.time().toNanos();
    int seen = 0;
    boolean whole = true;
    try (Rows rows = look.database().query("SCAN 0")) {
      while (rows.next()) {
        if (seen++ >= limits.keys() || System.nanoTime() > until) {
          whole = false;
          break;
        }
        String name = String.valueOf(rows.text(0));
        double bytes = bytes(look, name);
        if (bytes >= limits.keyBytes()) {
          big.add(new Key(name, bytes));
        }
      }
    }
    big.sort(Comparator.comparingDouble(Key::bytes).reversed());
    for (Key each : big.subList(0, Math.min(TOLD, big.size()))) {
      report.add(advice(look, each));
    }
    if (!whole) {
      report.skip(
          "%d keys were looked at; there are more.".formatted(seen - 1),
          "redis-cli --bigkeys, in a quiet hour",
          RedisRules.KEY_BIG);
    }
  }

  /** As the server estimates it by a few of the parts; 0 for a key that has gone meanwhile. */
  private static double bytes(Look look, String name) {
    return look.database()
        .query(Statement.of("MEMORY USAGE ? SAMPLES 5", name))
        .first(row -> row.isNull(0) ? 0.0 : row.doubleAt(0))
        .orElse(0.0);
  }

  private static Advice advice(Look look, Key key) {
    String type =
        look.database()
            .query(Statement.of("TYPE ?", key.name()))
            .first(row -> String.valueOf(row.text(0)))
            .orElse("?");
    return new Advice(
        RedisRules.KEY_BIG,
        "key " + key.name(),
        Gain.risk(10 + key.bytes() / (1 << 20)),
        Look.evidence("type", type, "size, about", Look.mebibytes(key.bytes())),
        "Key " + key.name() + " takes " + Look.mebibytes(key.bytes()) + ".",
        Remedy.byHand(
            "-- keep the parts under keys of their own, or in several smaller ones; UNLINK frees"
                + " it aside"));
  }
}
