package dev.weir.server.report;

import dev.weir.reports.ReportSchedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The schedules of reports as the store keeps them, for all servers. */
@Component
final class ReportTable {
  private static final String ROWS =
      "select name, definition, zone, attempts, last_operation from report_schedule";

  private final JdbcClient store;

  ReportTable(JdbcClient store) {
    this.store = store;
  }

  /**
   * A schedule.
   *
   * @param zone where the definition names none
   * @param attempts how often in a row it has failed in a way that may pass
   * @param lastOperation null before the first
   */
  record Row(
      String name, String definition, String zone, int attempts, @Nullable UUID lastOperation) {
    /**
     * @throws dev.weir.api.Rejected with {@code REPORT-003}
     */
    ReportSchedule schedule() {
      return ReportSchedule.parse(name, definition, ZoneId.of(zone));
    }
  }

  List<Row> all() {
    return store.sql(ROWS + " order by name").query(ReportTable::read).list();
  }

  Optional<Row> find(String name) {
    return store.sql(ROWS + " where name = ?").param(name).query(ReportTable::read).optional();
  }

  void begun(String name, UUID operation) {
    store
        .sql("update report_schedule set last_operation = ? where name = ?")
        .params(operation, name)
        .update();
  }

  void attempts(String name, int attempts) {
    store
        .sql("update report_schedule set attempts = ? where name = ?")
        .params(attempts, name)
        .update();
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getInt(4),
        row.getObject(5, UUID.class));
  }
}
