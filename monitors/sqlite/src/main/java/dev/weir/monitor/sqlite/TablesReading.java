package dev.weir.monitor.sqlite;

import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.TableFigures;

/** Tables and indexes with the room that they take; SQLite does not count their use. */
final class TablesReading {
  private static final String TABLES =
      """
      select m.name, coalesce(sum(s.pgsize), 0), coalesce(sum(s.unused), 0),
        (select coalesce(sum(i.pgsize), 0) from sqlite_schema x join dbstat i on i.name = x.name
          where x.type = 'index' and x.tbl_name = m.name and i.aggregate = 1)
      from sqlite_schema m left join dbstat s on s.name = m.name and s.aggregate = 1
      where m.type = 'table' and m.name not like 'sqlite\\_%' escape '\\'
      group by m.name order by 2 desc limit ?\
      """;

  private static final String INDEXES =
      """
      select m.tbl_name, m.name, coalesce(sum(s.pgsize), 0), coalesce(m.sql, ''),
        coalesce(max(l."unique"), 0), coalesce(max(l.origin = 'pk'), 0)
      from sqlite_schema m left join dbstat s on s.name = m.name and s.aggregate = 1
        left join pragma_index_list(m.tbl_name) l on l.name = m.name
      where m.type = 'index' group by m.name order by 3 desc limit ?\
      """;

  private TablesReading() {}

  static Reading<TableFigures> read(Look look) {
    return Reading.of(
        look.rows(
            TABLES,
            row ->
                new TableFigures(
                    "main",
                    String.valueOf(row.text(0)),
                    row.longAt(1),
                    row.longAt(3),
                    -1,
                    null,
                    row.longAt(2),
                    true,
                    -1,
                    -1,
                    -1,
                    -1,
                    -1,
                    -1,
                    null,
                    null,
                    null,
                    ""),
            look.limit()));
  }

  static Reading<IndexFigures> indexes(Look look) {
    return Reading.of(
        look.rows(
            INDEXES,
            row ->
                new IndexFigures(
                    "main",
                    String.valueOf(row.text(0)),
                    String.valueOf(row.text(1)),
                    row.longAt(2),
                    -1,
                    -1,
                    row.longAt(4) == 1,
                    row.longAt(5) == 1,
                    true,
                    String.valueOf(row.text(3)),
                    ""),
            look.limit()));
  }
}
