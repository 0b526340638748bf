package dev.weir.monitor.postgresql;

import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.WaitFigures;

/** What active sessions wait for at this moment; the server keeps no sum of it. */
final class WaitsReading {
  private static final String TEXT =
      """
      select coalesce(wait_event_type, 'CPU'), coalesce(wait_event, 'running'), count(*)
      from pg_catalog.pg_stat_activity
      where state = 'active' and pid <> pg_backend_pid() and backend_type = 'client backend'
      group by 1, 2 order by 3 desc, 1, 2\
      """;

  private WaitsReading() {}

  static Reading<WaitFigures> read(Look look) {
    return Reading.of(
        look.rows(
            TEXT,
            row -> new WaitFigures(Cells.text(row, 0), Cells.text(row, 1), row.longAt(2), 0, "")),
        Privileges.gaps(look, "waits", "what sessions of other roles wait for"));
  }
}
