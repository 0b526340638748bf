package dev.weir.monitor.mysql;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Rejected;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SessionFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sessions from the list of processes, with InnoDB's transactions and lock waits. */
final class SessionsReading {
  private static final String SESSIONS =
      """
      select p.id, p.user, p.host, p.db, p.command, p.time, p.state, p.info
      from information_schema.processlist p where p.id <> connection_id() order by p.time desc\
      """;

  private static final String TRANSACTIONS =
      """
      select trx_mysql_thread_id, timestampdiff(second, trx_started, now())
      from information_schema.innodb_trx\
      """;

  private static final String WAITS_MYSQL =
      """
      select r.processlist_id, b.processlist_id, l.object_schema, l.object_name, l.lock_type, l.lock_mode
      from performance_schema.data_lock_waits w
        join performance_schema.data_locks l on l.engine_lock_id = w.requesting_engine_lock_id
        join performance_schema.threads r on r.thread_id = w.requesting_thread_id
        join performance_schema.threads b on b.thread_id = w.blocking_thread_id\
      """;

  private static final String WAITS_MARIADB =
      """
      select r.trx_mysql_thread_id, b.trx_mysql_thread_id, '', replace(l.lock_table, '`', ''), l.lock_type, l.lock_mode
      from information_schema.innodb_lock_waits w
        join information_schema.innodb_locks l on l.lock_id = w.requested_lock_id
        join information_schema.innodb_trx r on r.trx_id = w.requesting_trx_id
        join information_schema.innodb_trx b on b.trx_id = w.blocking_trx_id\
      """;

  private final Look look;
  private final Map<Long, Duration> transactions = new HashMap<>();
  private final Map<Long, List<String>> blockers = new LinkedHashMap<>();
  private final Map<Long, String> wants = new HashMap<>();
  private final List<NotChecked> gaps = new ArrayList<>();

  private SessionsReading(Look look) {
    this.look = look;
  }

  static Reading<SessionFigures> read(Look look) {
    SessionsReading reading = new SessionsReading(look);
    reading.locks();
    List<SessionFigures> all = look.rows(SESSIONS, reading::session);
    return Reading.of(all, reading.gaps);
  }

  private void locks() {
    try {
      look.rows(
          TRANSACTIONS,
          row -> transactions.put(row.longAt(0), Duration.ofSeconds(Math.max(0, row.longAt(1)))));
      look.rows(Flavour.of(look).mariadb() ? WAITS_MARIADB : WAITS_MYSQL, this::wait);
    } catch (WeirException e) {
      if (e.code() != DatabaseError.PERMISSION) {
        throw e;
      }
      gaps.add(
          new NotChecked(
              "sessions",
              "This account sees only its own sessions, and no locks.",
              "GRANT PROCESS ON *.* and SELECT ON performance_schema.* TO the account that Weir"
                  + " signs in with"));
    }
  }

  private boolean wait(Row row) {
    long waiter = row.longAt(0);
    List<String> ahead = blockers.computeIfAbsent(waiter, _ -> new ArrayList<>());
    String blocker = String.valueOf(row.longAt(1));
    if (!ahead.contains(blocker)) {
      ahead.add(blocker);
    }
    String schema = Cells.text(row, 2);
    String table = (schema.isEmpty() ? "" : schema + ".") + Cells.text(row, 3);
    wants.put(
        waiter,
        Cells.text(row, 4).equals("RECORD") ? "a row of " + table : row.text(5) + " on " + table);
    return true;
  }

  private SessionFigures session(Row row) {
    long id = row.longAt(0);
    String command = Cells.text(row, 4);
    boolean server =
        command.equals("Daemon")
            || command.startsWith("Binlog Dump")
            || Cells.text(row, 1).equals("system user");
    Duration inTransaction = transactions.get(id);
    String text = row.text(7);
    return new SessionFigures(
        String.valueOf(id),
        server ? "server" : "client",
        row.text(1),
        row.text(3),
        null,
        row.text(2),
        state(command, inTransaction != null),
        null,
        inTransaction,
        Cells.seconds(row, 5),
        waitsFor(row, command, wants.get(id)),
        wants.get(id),
        blockers.getOrDefault(id, List.of()),
        text == null ? null : look.redacted(text));
  }

  private static String state(String command, boolean inTransaction) {
    return switch (command) {
      case "Sleep" -> inTransaction ? "idle in transaction" : "idle";
      case "Query", "Execute" -> "active";
      case String other -> other.toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static @Nullable String waitsFor(Row row, String command, @Nullable String wanted) {
    if (wanted != null) {
      return "Lock: row";
    }
    String state = Cells.text(row, 6);
    return command.equals("Query") && state.startsWith("Waiting for")
        ? "Lock: " + state.substring(12)
        : null;
  }

  /** Ids are never given twice, so that no later session is met. */
  static boolean stop(Look look, SessionFigures session, Stop how) {
    if (!session.id().matches("\\d{1,19}")) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "A session of MySQL is named by a number, not " + session.id() + ".");
    }
    try {
      Statement kill =
          look.statement((how == Stop.CANCEL ? "kill query " : "kill ") + session.id());
      look.database().update(kill);
      return true;
    } catch (WeirException e) {
      if (String.valueOf(e.facts().get("vendorCode")).equals("1094")) {
        return false;
      }
      throw e;
    }
  }
}
