package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What this server follows, one for each of its primaries; the names of the columns changed over
 * the versions. A server that has stopped tells no lag, which is not a lag of nothing.
 */
final class ReplicationReading {
  private ReplicationReading() {}

  static Reading<ReplicaFigures> read(Look look) {
    return Reading.of(look.rows(command(look), ReplicationReading::primary));
  }

  /** MySQL renamed the command in 8.0.22; MariaDB tells all of its primaries by one of its own. */
  private static String command(Look look) {
    String version = look.rows("select version()", row -> Cells.text(row, 0)).getFirst();
    if (version.matches("(?i).*mariadb.*")) {
      return "show all slaves status";
    }
    boolean old = version.matches("8\\.0\\.(\\d|1\\d|2[01])(\\D.*)?");
    return old ? "show slave status" : "show replica status";
  }

  private static ReplicaFigures primary(Row row) {
    String host = text(row, "Source_Host", "Master_Host");
    String channel = text(row, "Channel_Name", "Connection_name");
    String behind = text(row, "Seconds_Behind_Source", "Seconds_Behind_Master");
    String problem = problem(row);
    boolean known = problem == null && !behind.isEmpty();
    return new ReplicaFigures(
        "primary",
        channel.isEmpty() ? host : channel,
        host + ":" + text(row, "Source_Port", "Master_Port"),
        problem == null ? "streaming" : "not replicating",
        null,
        null,
        known ? Double.valueOf(behind) : null,
        position(row),
        problem);
  }

  private static @Nullable String problem(Row row) {
    List<String> all = new ArrayList<>();
    thread(
        all, "receiving", text(row, "Replica_IO_Running", "Slave_IO_Running"), row, "Last_IO_Err");
    thread(
        all,
        "applying",
        text(row, "Replica_SQL_Running", "Slave_SQL_Running"),
        row,
        "Last_SQL_Err");
    return all.isEmpty() ? null : String.join("; ", all);
  }

  private static void thread(
      List<String> all, String work, String running, Row row, String lastError) {
    if (running.equalsIgnoreCase("Yes")) {
      return;
    }
    String number = text(row, lastError + "no", lastError + "no");
    String error = text(row, lastError + "or", lastError + "or");
    String why = error.isEmpty() ? "" : ": error " + number + ", " + withoutValues(error);
    all.add(work + (running.equalsIgnoreCase("No") ? " is stopped" : " cannot begin") + why);
  }

  /** An error in applying names the values of the row. */
  private static String withoutValues(String error) {
    return error.replaceAll("(?i)(entry|value:?) '(?:[^']|'')*'", "$1 '…'");
  }

  private static @Nullable String position(Row row) {
    String received = text(row, "Retrieved_Gtid_Set", "Gtid_IO_Pos");
    String applied = text(row, "Executed_Gtid_Set", "Gtid_Slave_Pos");
    return received.isEmpty() && applied.isEmpty()
        ? null
        : "received " + one(received) + ", applied " + one(applied);
  }

  private static String one(String gtids) {
    return gtids.isEmpty() ? "nothing" : gtids.replaceAll("\\s+", " ");
  }

  private static String text(Row row, String now, String before) {
    for (int i = 0; i < row.columns().size(); i++) {
      String name = row.columns().get(i).name();
      if (name.equalsIgnoreCase(now) || name.equalsIgnoreCase(before)) {
        return Cells.text(row, i);
      }
    }
    return "";
  }
}
