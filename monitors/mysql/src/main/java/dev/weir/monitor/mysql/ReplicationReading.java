package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.ReplicaFigures;
import org.jspecify.annotations.Nullable;

/** What this server follows; the names of the columns changed over the versions. */
final class ReplicationReading {
  private ReplicationReading() {}

  static Reading<ReplicaFigures> read(Look look) {
    return Reading.of(look.rows(command(look), ReplicationReading::primary));
  }

  /** MySQL renamed the command in 8.0.22. */
  private static String command(Look look) {
    String version = look.rows("select version()", row -> Cells.text(row, 0)).getFirst();
    boolean old = version.matches("(?i).*mariadb.*|8\\.0\\.(\\d|1\\d|2[01])(\\D.*)?");
    return old ? "show slave status" : "show replica status";
  }

  private static ReplicaFigures primary(Row row) {
    String host = either(row, "Source_Host", "Master_Host");
    String behind = either(row, "Seconds_Behind_Source", "Seconds_Behind_Master");
    String receiving = either(row, "Replica_IO_Running", "Slave_IO_Running");
    String applying = either(row, "Replica_SQL_Running", "Slave_SQL_Running");
    boolean running = "Yes".equals(receiving) && "Yes".equals(applying);
    return new ReplicaFigures(
        "primary",
        host == null ? "primary" : host,
        host,
        running ? "streaming" : "receiving: " + receiving + ", applying: " + applying,
        null,
        null,
        behind == null ? null : Double.valueOf(behind));
  }

  private static @Nullable String either(Row row, String now, String before) {
    for (int i = 0; i < row.columns().size(); i++) {
      String name = row.columns().get(i).name();
      if (name.equalsIgnoreCase(now) || name.equalsIgnoreCase(before)) {
        return row.text(i);
      }
    }
    return null;
  }
}
