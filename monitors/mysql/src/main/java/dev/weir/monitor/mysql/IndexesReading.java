package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import java.util.List;

/** Indexes from the information schema, which does not tell their sizes. */
final class IndexesReading {
  private static final String TEXT =
      """
      select s.table_schema, s.table_name, s.index_name, min(s.non_unique),
        group_concat(s.column_name order by s.seq_in_index separator ', '), {use}
      from information_schema.statistics s{from}
      where s.table_schema = database()
      group by s.table_schema, s.table_name, s.index_name order by 1, 2, 3 limit ?\
      """;

  private static final String FROM =
      " left join performance_schema.table_io_waits_summary_by_index_usage u on u.object_schema ="
          + " s.table_schema and u.object_name = s.table_name and u.index_name = s.index_name";

  private IndexesReading() {}

  static Reading<IndexFigures> read(Look look) {
    boolean recording = Flavour.of(look).recording();
    String text =
        text(
            recording ? "max(u.count_star), max(u.count_fetch)" : "null, null",
            recording ? FROM : "");
    List<NotChecked> gaps = recording ? List.of() : List.of(Flavour.notRecording("use of indexes"));
    return Reading.of(look.rows(text, IndexesReading::index, look.limit()), gaps);
  }

  private static String text(String use, String from) {
    return TEXT.replace("{use}", use).replace("{from}", from);
  }

  private static IndexFigures index(Row row) {
    String name = Cells.text(row, 2);
    return new IndexFigures(
        Cells.text(row, 0),
        Cells.text(row, 1),
        name,
        -1,
        TablesReading.counted(row, 5),
        TablesReading.counted(row, 6),
        row.longAt(3) == 0,
        name.equals("PRIMARY"),
        true,
        Cells.text(row, 4),
        "since the server's start");
  }
}
