package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions from pg_stat_activity. Who blocks whom is asked only for sessions that wait for a lock,
 * because the answer stops the lock table for a moment (manual, "System Information Functions").
 */
final class SessionsReading {
  private static final String TEXT =
      """
      with waiting as materialized (
        select distinct on (l.pid) l.pid, l.locktype, l.mode, l.relation, l.transactionid::text as xid,
          case when d.datname = current_database() then l.relation::regclass::text end as relname
        from pg_catalog.pg_locks l left join pg_catalog.pg_database d on d.oid = l.database
        where not l.granted),
      tuples as materialized (
        select distinct on (l.pid) l.pid, l.relation::regclass::text as relname
        from pg_catalog.pg_locks l join pg_catalog.pg_database d on d.oid = l.database
        where l.locktype = 'tuple' and l.granted and d.datname = current_database())
      select a.pid, coalesce(a.backend_type, 'client backend'), a.usename, a.datname,
        nullif(a.application_name, ''), host(a.client_addr), a.state, a.backend_start,
        extract(epoch from clock_timestamp() - a.xact_start)::float8,
        extract(epoch from clock_timestamp() - a.state_change)::float8,
        a.wait_event_type, a.wait_event,
        w.locktype, w.mode, coalesce(w.relname, t.relname, w.relation::text), w.xid,
        case when w.pid is not null then pg_blocking_pids(a.pid) end,
        a.query, a.state is null and a.wait_event_type is null and a.backend_type is null
      from pg_catalog.pg_stat_activity a
        left join waiting w on w.pid = a.pid left join tuples t on t.pid = a.pid
      where a.pid <> pg_backend_pid()
      order by a.xact_start nulls last, a.pid\
      """;

  private SessionsReading() {}

  static Reading<SessionFigures> read(Look look) {
    List<SessionFigures> all = look.rows(TEXT, row -> session(row, look));
    boolean hidden = all.stream().anyMatch(session -> session.state().equals("hidden"));
    return Reading.of(
        all,
        hidden ? Privileges.gaps(look, "sessions", "what sessions of other roles do") : List.of());
  }

  private static SessionFigures session(Row row, Look look) {
    boolean hidden = row.booleanAt(18);
    String query = row.text(17);
    return new SessionFigures(
        Cells.text(row, 0),
        kind(Cells.text(row, 1)),
        row.text(2),
        row.text(3),
        row.text(4),
        row.text(5),
        hidden ? "hidden" : row.isNull(6) ? "" : Cells.text(row, 6),
        Cells.instant(row, 7),
        Cells.seconds(row, 8),
        Cells.seconds(row, 9),
        waitsFor(row),
        row.isNull(12) ? null : lock(row),
        blockers(row.value(16)),
        hidden || query == null || query.isBlank() ? null : look.redacted(query));
  }

  private static String kind(String backend) {
    return backend.equals("client backend") ? "client" : backend;
  }

  /** A session that only waits for its client is not waiting for anything here. */
  private static @Nullable String waitsFor(Row row) {
    String kind = row.text(10);
    if (kind == null) {
      return row.isNull(12) ? null : "Lock: " + row.text(12);
    }
    return kind.equals("Client") || kind.equals("Activity") ? null : kind + ": " + row.text(11);
  }

  private static String lock(Row row) {
    String on = row.text(14);
    return switch (Cells.text(row, 12)) {
      case "transactionid" ->
          on == null ? "the end of transaction " + row.text(15) : "a row of " + on;
      case "tuple" -> "a row of " + on;
      case "relation" -> row.text(13) + " on " + on;
      case "advisory" -> "an advisory lock";
      case String other -> row.text(13) + " on " + other + (on == null ? "" : " of " + on);
    };
  }

  private static List<String> blockers(@Nullable Object pids) {
    return pids instanceof List<?> list
        ? list.stream().map(String::valueOf).distinct().toList()
        : List.of();
  }
}
