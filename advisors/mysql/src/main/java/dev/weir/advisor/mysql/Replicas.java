package dev.weir.advisor.mysql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.spi.advise.Advice;
import dev.weir.spi.advise.Gain;
import dev.weir.spi.advise.Remedy;
import java.util.Optional;

/** Whether this server follows those that it is to follow. */
final class Replicas {
  private final Facts facts;
  private final Limits limits;
  private final Report report;

  Replicas(Facts facts, Limits limits, Report report) {
    this.facts = facts;
    this.limits = limits;
    this.report = report;
  }

  /** MySQL renamed commands and columns in 8.0.22. */
  private boolean renamed() {
    return !facts.mariadb()
        && !facts.setting("version").matches("8\\.0\\.(\\d|1\\d|2[01])(\\D.*)?");
  }

  void check(Database database) {
    String command =
        facts.mariadb()
            ? "show all slaves status"
            : renamed() ? "show replica status" : "show slave status";
    for (Advice each :
        database.query(command).list(this::judge).stream().flatMap(Optional::stream).toList()) {
      report.add(each);
    }
  }

  private Optional<Advice> judge(Row row) {
    String channel = text(row, "Channel_Name", "Connection_name");
    String primary =
        text(row, "Source_Host", "Master_Host") + ":" + text(row, "Source_Port", "Master_Port");
    String receiving = text(row, "Replica_IO_Running", "Slave_IO_Running");
    String applying = text(row, "Replica_SQL_Running", "Slave_SQL_Running");
    if (!receiving.equals("Yes") || !applying.equals("Yes")) {
      return Optional.of(stopped(row, primary, channel, receiving, applying));
    }
    String behind = text(row, "Seconds_Behind_Source", "Seconds_Behind_Master");
    String delay = text(row, "SQL_Delay", "SQL_Delay");
    double lag =
        (behind.isEmpty() ? 0 : Double.parseDouble(behind))
            - (delay.isEmpty() ? 0 : Double.parseDouble(delay));
    return lag >= limits.lag().toSeconds()
        ? Optional.of(late(row, primary, lag))
        : Optional.empty();
  }

  private Advice stopped(
      Row row, String primary, String channel, String receiving, String applying) {
    Evidence evidence = Evidence.of("receiving", receiving).and("applying", applying);
    for (String error : new String[] {"Last_IO_Error", "Last_SQL_Error"}) {
      String text = text(row, error, error);
      if (!text.isEmpty()) {
        evidence.and(error, text.replaceAll("(?i)(entry|value:?) '(?:[^']|'')*'", "$1 '…'"));
      }
    }
    String start = renamed() ? "START REPLICA" : "START SLAVE";
    String which =
        channel.isEmpty()
            ? ""
            : facts.mariadb()
                ? " " + Names.literal(channel)
                : " FOR CHANNEL " + Names.literal(channel);
    return new Advice(
        MysqlRules.REPLICA_STOPPED,
        "primary " + primary,
        Gain.risk(4000),
        evidence.facts(),
        "This replica does not replicate from " + primary + ".",
        Remedy.byHand("-- mend what the error says, then:", start + which));
  }

  private static Advice late(Row row, String primary, double lag) {
    return new Advice(
        MysqlRules.REPLICA_LAG,
        "primary " + primary,
        Gain.risk(800),
        Evidence.of("seconds behind", (long) lag)
            .and("applied up to", text(row, "Executed_Gtid_Set", "Gtid_Slave_Pos"))
            .facts(),
        "This replica is %.0f s behind %s.".formatted(lag, primary),
        Remedy.byHand(
            "-- look for what holds it up: a lock, a change of a table, a lack of keys",
            "SHOW FULL PROCESSLIST"));
  }

  private static String text(Row row, String now, String before) {
    for (int i = 0; i < row.columns().size(); i++) {
      String name = row.columns().get(i).name();
      if (name.equalsIgnoreCase(now) || name.equalsIgnoreCase(before)) {
        return Facts.text(row, i);
      }
    }
    return "";
  }
}
