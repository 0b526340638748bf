package dev.weir.advisor.mysql;

import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import dev.weir.spi.advise.Rule;
import java.util.Map;
import java.util.Set;

/** Settings that lose data, leave doors open, or keep people in the dark. */
final class Settings {
  private static final String FILE = "-- and in the server's file of settings";
  private static final Set<String> NEARBY =
      Set.of("127.0.0.1", "::1", "localhost", "127.0.0.1,::1");

  private final Facts facts;
  private final Report report;

  Settings(Facts facts, Report report) {
    this.facts = facts;
    this.report = report;
  }

  void check() {
    commits();
    doublewrite();
    transport();
    slowLog();
    strictness();
    binaryLog();
    connections();
  }

  private void commits() {
    if (facts.number("innodb_flush_log_at_trx_commit") != 1) {
      change(MysqlRules.UNSAFE, "innodb_flush_log_at_trx_commit", "1", 5000);
    }
    if (facts.on("log_bin") && facts.number("sync_binlog") != 1) {
      change(MysqlRules.UNSAFE, "sync_binlog", "1", 5000);
    }
  }

  private void doublewrite() {
    if (facts.setting("innodb_doublewrite").equalsIgnoreCase("OFF")) {
      report.add(
          new Advice(
              MysqlRules.DOUBLEWRITE,
              "innodb_doublewrite",
              Gain.risk(6000),
              Map.of("innodb_doublewrite", "OFF"),
              "The setting innodb_doublewrite is off.",
              Remedy.byHand(
                  "-- in the server's file of settings: innodb_doublewrite = ON",
                  "-- then start the server again")));
    }
  }

  private void transport() {
    String listens = facts.setting("bind_address");
    if (!facts.on("require_secure_transport")
        && !facts.on("skip_networking")
        && !NEARBY.contains(listens.replace(" ", ""))) {
      report.add(
          new Advice(
              MysqlRules.TRANSPORT,
              "require_secure_transport",
              Gain.risk(400),
              Evidence.of("require_secure_transport", "OFF")
                  .and("listens on", listens.isEmpty() ? "*" : listens)
                  .facts(),
              "The server listens on the network and does not insist on TLS.",
              Remedy.byHand(
                      "-- give the server a certificate, and the definition tls.mode: verify-full",
                      "SET GLOBAL require_secure_transport = ON",
                      FILE)
                  .undoneBy("SET GLOBAL require_secure_transport = OFF")));
    }
  }

  /** Either of the two tells what is slow. */
  private void slowLog() {
    if (!facts.on("slow_query_log") && !facts.on("performance_schema")) {
      report.add(
          new Advice(
              MysqlRules.SLOW_LOG,
              "slow_query_log",
              Gain.risk(20),
              Evidence.of("slow_query_log", "OFF").and("performance_schema", "OFF").facts(),
              "The server writes down no slow statements, and counts none.",
              Remedy.byHand(
                      "SET GLOBAL long_query_time = 1", "SET GLOBAL slow_query_log = ON", FILE)
                  .undoneBy("SET GLOBAL slow_query_log = OFF")));
    }
  }

  private void strictness() {
    String mode = facts.setting("sql_mode");
    if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
      String strict = mode.isEmpty() ? "STRICT_TRANS_TABLES" : mode + ",STRICT_TRANS_TABLES";
      change(MysqlRules.NOT_STRICT, "sql_mode", Names.literal(strict), 200);
    }
  }

  private void binaryLog() {
    boolean kept =
        facts.number("binlog_expire_logs_seconds") == 0 && facts.number("expire_logs_days") == 0;
    if (facts.on("log_bin") && kept) {
      String name =
          facts.has("binlog_expire_logs_seconds")
              ? "binlog_expire_logs_seconds"
              : "expire_logs_days";
      change(MysqlRules.BINLOG_KEPT, name, name.equals("expire_logs_days") ? "7" : "604800", 300);
    }
  }

  private void connections() {
    double limit = facts.number("max_connections");
    double used = facts.counted("threads_connected");
    if (used >= 0.85 * limit) {
      String set = "SET GLOBAL max_connections = ";
      report.add(
          new Advice(
              MysqlRules.CONNECTIONS,
              "max_connections",
              Gain.risk(2000),
              Evidence.of("connections", (long) used).and("max_connections", (long) limit).facts(),
              "%.0f of %.0f connections are taken.".formatted(used, limit),
              Remedy.byHand(set + (long) (2 * limit), FILE).undoneBy(set + (long) limit)));
    }
  }

  private void change(Rule rule, String name, String value, double risk) {
    String now = facts.setting(name);
    String back = now.matches("\\d+") ? now : Names.literal(now);
    report.add(
        new Advice(
            rule,
            name,
            Gain.risk(risk),
            Map.of(name, now.isEmpty() ? "empty" : now),
            "The setting " + name + " is " + (now.isEmpty() ? "empty" : now) + ".",
            Remedy.byHand("SET GLOBAL " + name + " = " + value, FILE)
                .undoneBy("SET GLOBAL " + name + " = " + back)));
  }
}
