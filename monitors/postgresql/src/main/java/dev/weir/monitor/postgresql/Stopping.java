package dev.weir.monitor.postgresql;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Monitor.Stop;
import dev.weir.spi.monitor.SessionFigures;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Cancels and terminates, never a later session that has got the same process id. */
final class Stopping {
  private Stopping() {}

  static boolean stop(Look look, SessionFigures session, Stop how) {
    String function = how == Stop.CANCEL ? "pg_cancel_backend" : "pg_terminate_backend";
    List<Object> values = new ArrayList<>(List.of(pid(session.id())));
    String text = "select " + function + "(pid) from pg_catalog.pg_stat_activity where pid = ?";
    Instant opened = session.opened();
    if (opened != null) {
      text += " and backend_start = ?";
      values.add(opened.atOffset(ZoneOffset.UTC));
    }
    List<Boolean> done = look.rows(text, row -> row.booleanAt(0), values.toArray());
    return !done.isEmpty() && done.getFirst();
  }

  private static int pid(String id) {
    try {
      return Integer.parseInt(id);
    } catch (NumberFormatException e) {
      throw Rejected.because(
          CoreError.INVALID_OPTION,
          "A session of PostgreSQL is named by a number, not " + id + ".");
    }
  }
}
