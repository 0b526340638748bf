package dev.weir.server.backup;

import dev.weir.backups.HomeBackups;
import dev.weir.operations.backup.schedule.Schedule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The schedules as the store keeps them, for all servers. */
@Component
final class ScheduleTable {
  private static final String COLUMNS =
      "name, definition, zone, attempts, last_started, last_ended, last_state,"
          + " last_message, last_operation, last_server";

  private final JdbcClient store;

  ScheduleTable(JdbcClient store) {
    this.store = store;
  }

  /**
   * A schedule, and how it went last.
   *
   * @param zone where the definition names none
   * @param attempts how often in a row it has failed in a way that may pass
   */
  record Row(
      String name,
      String definition,
      String zone,
      int attempts,
      @Nullable Instant lastStarted,
      @Nullable Instant lastEnded,
      @Nullable String lastState,
      String lastMessage,
      @Nullable UUID lastOperation,
      @Nullable String lastServer) {
    /**
     * @throws dev.weir.api.Rejected with {@code BACKUP-024}
     */
    Schedule schedule() {
      return HomeBackups.schedule(name, definition, ZoneId.of(zone));
    }
  }

  List<Row> all() {
    return store
        .sql("select " + COLUMNS + " from backup_schedule order by name")
        .query(ScheduleTable::read)
        .list();
  }

  Optional<Row> find(String name) {
    return store
        .sql("select " + COLUMNS + " from backup_schedule where name = ?")
        .param(name)
        .query(ScheduleTable::read)
        .optional();
  }

  void begin(String name, String server) {
    store
        .sql(
            """
            update backup_schedule set last_started = now(), last_ended = null, last_state = 'RUNNING',
              last_message = '', last_operation = null, last_server = ?
            where name = ?
            """)
        .params(server, name)
        .update();
  }

  void operation(String name, UUID operation) {
    store
        .sql("update backup_schedule set last_operation = ? where name = ?")
        .params(operation, name)
        .update();
  }

  void end(String name, String state, String message, int attempts) {
    store
        .sql(
            "update backup_schedule set last_ended = now(), last_state = ?, last_message = ?,"
                + " attempts = ? where name = ?")
        .params(state, message, attempts, name)
        .update();
  }

  private static Row read(ResultSet row, int number) throws SQLException {
    return new Row(
        row.getString("name"),
        row.getString("definition"),
        row.getString("zone"),
        row.getInt("attempts"),
        instant(row, "last_started"),
        instant(row, "last_ended"),
        row.getString("last_state"),
        row.getString("last_message"),
        row.getObject("last_operation", UUID.class),
        row.getString("last_server"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }
}
