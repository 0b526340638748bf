package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;

/**
 * Indexes with their sizes and use. The size of an index on a table that somebody has locked
 * against everyone is taken from the catalog, and its definition is left out, because asking would
 * wait for that lock.
 */
final class IndexesReading {
  private static final String TEXT =
      """
      with locked as materialized (
        select relation from pg_catalog.pg_locks where mode = 'AccessExclusiveLock' and relation is not null),
      largest as materialized (
        select c.oid, c.relname, c.relpages, n.nspname, i.indrelid, i.indisunique, i.indisprimary,
          i.indisvalid and i.indisready as valid,
          c.oid in (select relation from locked) or i.indrelid in (select relation from locked) as locked
        from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
          join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'i' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by c.relpages desc, c.oid limit ?)
      select l.nspname, t.relname, l.relname,
        case when l.locked then l.relpages * current_setting('block_size')::bigint else pg_relation_size(l.oid) end,
        coalesce(s.idx_scan, 0), coalesce(s.idx_tup_read, 0), l.indisunique, l.indisprimary, l.valid,
        case when l.locked then '' else pg_get_indexdef(l.oid) end, d.stats_reset::text
      from largest l join pg_catalog.pg_class t on t.oid = l.indrelid
        left join pg_catalog.pg_stat_all_indexes s on s.indexrelid = l.oid
        left join pg_catalog.pg_stat_database d on d.datname = current_database()
      order by 4 desc\
      """;

  private IndexesReading() {}

  static Reading<IndexFigures> read(Look look) {
    return Reading.of(look.rows(TEXT, IndexesReading::index, look.limit()));
  }

  private static IndexFigures index(Row row) {
    return new IndexFigures(
        Cells.text(row, 0),
        Cells.text(row, 1),
        Cells.text(row, 2),
        row.longAt(3),
        row.longAt(4),
        row.longAt(5),
        row.booleanAt(6),
        row.booleanAt(7),
        row.booleanAt(8),
        Cells.text(row, 9),
        Cells.text(row, 10));
  }
}
