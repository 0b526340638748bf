package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.api.WeirException;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.TableFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables with their sizes and counters. The size of a table that somebody has locked against
 * everyone is taken from the catalog, because asking for it would wait for that lock. Room that
 * rows do not fill is estimated from the width of the columns; an exact look measures the largest
 * with pgstattuple.
 *
 * <p>The counters are asked for table by table, since the view as a whole would be made anew for
 * every table that is told: with 5,000 tables that took seconds. {@code offset 0} keeps the planner
 * from undoing that.
 */
final class TablesReading {
  private static final long WORTH_MEASURING = 1 << 20;
  private static final int MEASURED = 20;

  private static final String TEXT =
      """
      with locked as materialized (
        select relation from pg_catalog.pg_locks where mode = 'AccessExclusiveLock' and relation is not null),
      largest as materialized (
        select c.oid, c.relname, c.relpages, c.reltuples, c.relfrozenxid, c.relkind, n.nspname,
          c.oid in (select relation from locked) as locked
        from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by c.relpages desc, c.oid limit ?)
      select l.nspname, l.relname,
        case when l.locked then l.relpages * b.size else pg_table_size(l.oid) end,
        case when l.locked then 0 else pg_indexes_size(l.oid) end,
        s.n_live_tup, s.n_dead_tup,
        case when l.relpages > 0 and l.reltuples >= 0 and w.width is not null
          then greatest(0, l.relpages * b.size - ceil(l.reltuples * (w.width + 28) / (b.size - 24)) * b.size)
          end::bigint,
        coalesce(s.seq_scan, 0), coalesce(s.seq_tup_read, 0), coalesce(s.idx_scan, 0),
        s.n_tup_ins, s.n_tup_upd, s.n_tup_del,
        greatest(s.last_vacuum, s.last_autovacuum), greatest(s.last_analyze, s.last_autoanalyze),
        age(l.relfrozenxid)::bigint, d.stats_reset::text, l.oid
      from largest l cross join (select current_setting('block_size')::bigint as size) b
        left join lateral (
          select * from pg_catalog.pg_stat_all_tables a where a.relid = l.oid offset 0) s on true
        left join pg_catalog.pg_stat_database d on d.datname = current_database()
        left join lateral (select sum((1 - p.null_frac) * p.avg_width) as width
          from pg_catalog.pg_stats p where p.schemaname = l.nspname and p.tablename = l.relname) w on true
      order by 3 desc\
      """;

  private record Found(TableFigures table, long oid) {}

  private TablesReading() {}

  static Reading<TableFigures> read(Look look) {
    List<Found> found = look.rows(TEXT, TablesReading::table, look.limit());
    if (!look.exact()) {
      return Reading.of(found.stream().map(Found::table).toList());
    }
    return measured(look, found);
  }

  private static Found table(Row row) {
    Long bloat = Cells.whole(row, 6);
    return new Found(
        new TableFigures(
            Cells.text(row, 0),
            Cells.text(row, 1),
            row.longAt(2),
            row.longAt(3),
            row.longAt(4),
            Cells.whole(row, 5),
            bloat,
            false,
            row.longAt(7),
            row.longAt(8),
            row.longAt(9),
            row.longAt(10),
            row.longAt(11),
            row.longAt(12),
            Cells.instant(row, 13),
            Cells.instant(row, 14),
            Cells.whole(row, 15),
            Cells.text(row, 16)),
        row.longAt(17));
  }

  private static Reading<TableFigures> measured(Look look, List<Found> found) {
    List<TableFigures> tables = new ArrayList<>();
    List<NotChecked> gaps = new ArrayList<>();
    int left = MEASURED;
    for (Found each : found) {
      TableFigures table = each.table();
      if (left > 0 && gaps.isEmpty() && table.bytes() >= WORTH_MEASURING) {
        left--;
        table = measure(look, each, gaps);
      }
      tables.add(table);
    }
    return Reading.of(tables, gaps);
  }

  private static TableFigures measure(Look look, Found each, List<NotChecked> gaps) {
    try {
      return look.rows(
              "select (approx_free_space + dead_tuple_len)::bigint from"
                  + " pgstattuple_approx(?::bigint::oid::regclass)",
              row -> each.table().bloat(row.longAt(0), true),
              each.oid())
          .getFirst();
    } catch (WeirException e) {
      gaps.add(
          new NotChecked(
              "measured bloat",
              "Bloat is estimated: " + e.getMessage(),
              "CREATE EXTENSION pgstattuple; GRANT pg_stat_scan_tables TO the role that Weir signs"
                  + " in with"));
      return each.table();
    }
  }
}
