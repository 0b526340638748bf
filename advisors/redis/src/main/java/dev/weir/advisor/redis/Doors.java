package dev.weir.advisor.redis;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;

/** Who is let in, and how many are. */
final class Doors {
  private static final double NEAR = 0.85;

  private final Look look;
  private final Report report;

  Doors(Look look, Report report) {
    this.look = look;
    this.report = report;
  }

  /** A line of ACL LIST is {@code user NAME on nopass ~* &* +@all}. */
  void check() {
    boolean guarded = look.setting("protected-mode").equals("yes");
    for (String line : look.values("ACL LIST")) {
      String[] words = line.split(" ", -1);
      if (words.length > 3 && words[2].equals("on") && line.contains(" nopass")) {
        report.add(open(words[1], guarded));
      }
    }
  }

  private Advice open(String user, boolean guarded) {
    return new Advice(
        guarded ? RedisRules.PASSWORD : RedisRules.OPEN,
        "user " + user,
        Gain.risk(guarded ? 200 : 8_000),
        Look.evidence(
            "password of " + user,
            "none",
            "protected-mode",
            guarded ? "yes" : "no",
            "bind",
            look.setting("bind")),
        "The account " + user + " has no password.",
        Remedy.byHand(
                "ACL SETUSER " + user + " resetpass >PASSWORD",
                "-- then write it into the server's file: CONFIG REWRITE, or ACL SAVE")
            .undoneBy("ACL SETUSER " + user + " nopass"));
  }

  void clients() {
    double taken = look.number("connected_clients");
    double limit = look.number("maxclients");
    if (limit > 0 && taken >= limit * NEAR) {
      report.add(
          new Advice(
              RedisRules.CLIENTS,
              "maxclients",
              Gain.risk(1000 * taken / limit),
              Look.evidence(
                  "connections", String.valueOf((long) taken),
                  "limit", String.valueOf((long) limit)),
              "%.0f of %.0f connections are taken.".formatted(taken, limit),
              Changes.of(look, "maxclients", String.valueOf((long) (2 * limit)))));
    }
  }
}
