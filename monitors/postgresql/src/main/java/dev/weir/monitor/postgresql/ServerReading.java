package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server as a whole and each of its databases. */
final class ServerReading {
  private static final String SERVER =
      """
      select current_setting('server_version_num')::int,
        pg_postmaster_start_time()::text,
        current_setting('max_connections')::int,
        extract(epoch from clock_timestamp() - pg_postmaster_start_time())::float8,
        (select count(*) from pg_catalog.pg_locks where not granted),
        (select max(age(datfrozenxid)) from pg_catalog.pg_database),
        pg_is_in_recovery(),
        case when pg_is_in_recovery() then null
          else pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 end\
      """;

  private static final String SESSIONS =
      """
      select count(*) filter (where state = 'active'), count(*) filter (where state = 'idle'),
        count(*) filter (where state like 'idle in transaction%'),
        coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8,
        coalesce(max(extract(epoch from clock_timestamp() - state_change))
          filter (where state like 'idle in transaction%'), 0)::float8
      from pg_catalog.pg_stat_activity
      where backend_type = 'client backend' and pid <> pg_backend_pid()\
      """;

  /** It asks the system for each file of the database. */
  private static final String SIZE =
      "case when has_database_privilege(d.oid, 'connect')"
          + " or pg_has_role(current_user, 'pg_read_all_stats', 'usage')"
          + " then pg_database_size(d.oid) end";

  private static final String[] COUNTERS = {
    "transactions.committed",
    "transactions.rolled_back",
    "cache.read",
    "cache.hit",
    "rows.read",
    "rows.fetched",
    "rows.inserted",
    "rows.updated",
    "rows.deleted",
    "temp.files",
    "temp.bytes",
    "deadlocks",
    "conflicts",
    "io.read_time",
    "io.write_time"
  };

  private final Look look;
  private final List<Figure> figures = new ArrayList<>();
  private final List<NotChecked> gaps = new ArrayList<>();
  private int version;
  private String started = "";

  private ServerReading(Look look) {
    this.look = look;
  }

  static Reading<Figure> read(Look look) {
    ServerReading reading = new ServerReading(look);
    look.rows(SERVER, reading::server);
    reading.gaps.addAll(Privileges.gaps(look, "sessions", "what sessions of other roles do"));
    look.rows(SESSIONS, reading::sessions);
    look.rows(databases(look), reading::database);
    reading.background();
    return Reading.of(reading.figures, reading.gaps);
  }

  private static String databases(Look look) {
    return """
    select s.datname, s.numbackends, s.xact_commit, s.xact_rollback, s.blks_read, s.blks_hit,
      s.tup_returned, s.tup_fetched, s.tup_inserted, s.tup_updated, s.tup_deleted,
      s.temp_files, s.temp_bytes, s.deadlocks, s.conflicts,
      s.blk_read_time / 1000, s.blk_write_time / 1000,
      age(d.datfrozenxid), s.stats_reset::text, %s,
      current_setting('block_size')::bigint
    from pg_catalog.pg_stat_database s join pg_catalog.pg_database d on d.oid = s.datid
    where not d.datistemplate
    order by d.datname\
    """
        .formatted(look.brief() ? "null::bigint" : SIZE);
  }

  private boolean server(Row row) {
    version = row.intAt(0);
    started = Cells.text(row, 1);
    gauge("connections.limit", Unit.COUNT, row.doubleAt(2));
    gauge("uptime", Unit.SECONDS, row.doubleAt(3));
    gauge("locks.waiting", Unit.COUNT, row.doubleAt(4));
    gauge("transactions.age", Unit.COUNT, row.doubleAt(5));
    gauge("replica", Unit.COUNT, row.booleanAt(6) ? 1 : 0);
    if (!row.isNull(7)) {
      counter("log.bytes", Unit.BYTES, row.doubleAt(7), "position");
    }
    return true;
  }

  private boolean sessions(Row row) {
    gauge("connections.active", Unit.COUNT, row.doubleAt(0));
    gauge("connections.idle", Unit.COUNT, row.doubleAt(1));
    gauge("connections.idle_in_transaction", Unit.COUNT, row.doubleAt(2));
    gauge("transactions.longest", Unit.SECONDS, row.doubleAt(3));
    gauge("transactions.longest_idle", Unit.SECONDS, row.doubleAt(4));
    return true;
  }

  private boolean database(Row row) {
    String name = Cells.text(row, 0);
    String epoch = started + " " + Cells.text(row, 18);
    double block = row.doubleAt(20);
    figures.add(Figure.gauge("connections.used", Unit.COUNT, row.doubleAt(1)).of(name));
    for (int i = 0; i < COUNTERS.length; i++) {
      boolean blocks = COUNTERS[i].startsWith("cache.");
      double value = row.doubleAt(i + 2) * (blocks ? block : 1);
      figures.add(Figure.counter(COUNTERS[i], unit(COUNTERS[i]), value, epoch).of(name));
    }
    figures.add(Figure.gauge("transactions.age", Unit.COUNT, row.doubleAt(17)).of(name));
    if (look.brief()) {
      return true;
    }
    if (row.isNull(19)) {
      gaps.add(
          new NotChecked(
              "size of " + name,
              "The role may not connect to database " + name + ".",
              "GRANT pg_read_all_stats TO the role that Weir signs in with"));
    } else {
      figures.add(Figure.gauge("size", Unit.BYTES, row.doubleAt(19)).of(name));
    }
    return true;
  }

  private static Unit unit(String name) {
    return name.startsWith("cache.") || name.endsWith(".bytes")
        ? Unit.BYTES
        : name.startsWith("io.") ? Unit.SECONDS : Unit.COUNT;
  }

  /** Checkpoints moved to a view of their own in version 17. */
  private void background() {
    boolean moved = version >= 170000;
    look.rows(
        (moved
                ? "select c.num_timed, c.num_requested, c.write_time / 1000, c.sync_time / 1000,"
                    + " c.buffers_written, c.stats_reset::text"
                : "select c.checkpoints_timed, c.checkpoints_req, c.checkpoint_write_time / 1000,"
                    + " c.checkpoint_sync_time / 1000, c.buffers_checkpoint, c.stats_reset::text")
            + ", b.buffers_clean, b.maxwritten_clean, b.buffers_alloc,"
            + " current_setting('block_size')::bigint from pg_catalog.pg_stat_bgwriter b, "
            + (moved ? "pg_catalog.pg_stat_checkpointer c" : "pg_catalog.pg_stat_bgwriter c"),
        this::checkpoints);
    if (version >= 140000) {
      look.rows(
          "select wal_records, wal_fpi, wal_bytes, wal_buffers_full, stats_reset::text"
              + " from pg_catalog.pg_stat_wal",
          this::log);
    }
  }

  private boolean checkpoints(Row row) {
    String epoch = started + " " + Cells.text(row, 5);
    double block = row.doubleAt(9);
    counter("checkpoints.timed", Unit.COUNT, row.doubleAt(0), epoch);
    counter("checkpoints.requested", Unit.COUNT, row.doubleAt(1), epoch);
    counter("checkpoints.write_time", Unit.SECONDS, row.doubleAt(2), epoch);
    counter("checkpoints.sync_time", Unit.SECONDS, row.doubleAt(3), epoch);
    counter("checkpoints.written", Unit.BYTES, row.doubleAt(4) * block, epoch);
    counter("background.written", Unit.BYTES, row.doubleAt(6) * block, epoch);
    counter("background.stopped", Unit.COUNT, row.doubleAt(7), epoch);
    counter("cache.allocated", Unit.BYTES, row.doubleAt(8) * block, epoch);
    return true;
  }

  private boolean log(Row row) {
    String epoch = started + " " + Cells.text(row, 4);
    counter("log.records", Unit.COUNT, row.doubleAt(0), epoch);
    counter("log.full_pages", Unit.COUNT, row.doubleAt(1), epoch);
    counter("log.generated", Unit.BYTES, row.doubleAt(2), epoch);
    counter("log.buffers_full", Unit.COUNT, row.doubleAt(3), epoch);
    return true;
  }

  private void gauge(String name, Unit unit, double value) {
    figures.add(Figure.gauge(name, unit, value));
  }

  private void counter(String name, Unit unit, double value, @Nullable String epoch) {
    figures.add(Figure.counter(name, unit, value, String.valueOf(epoch)));
  }
}
