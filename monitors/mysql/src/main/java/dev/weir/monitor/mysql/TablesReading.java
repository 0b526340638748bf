package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.TableFigures;
import java.util.List;

/** Tables from the information schema; their use from the performance schema where it records. */
final class TablesReading {
  private static final String TEXT =
      """
      select t.table_schema, t.table_name, coalesce(t.data_length, 0), coalesce(t.index_length, 0),
        coalesce(t.table_rows, -1), t.data_free, {use}
      from information_schema.tables t{from}
      where t.table_type = 'BASE TABLE' and t.table_schema = database()
      order by t.data_length desc limit ?\
      """;

  private static final String USE =
      "(select io.count_fetch from performance_schema.table_io_waits_summary_by_index_usage io"
          + " where io.object_schema = t.table_schema and io.object_name = t.table_name and"
          + " io.index_name is null), s.count_insert, s.count_update, s.count_delete,"
          + " s.count_fetch";

  private static final String FROM =
      " left join performance_schema.table_io_waits_summary_by_table s"
          + " on s.object_schema = t.table_schema and s.object_name = t.table_name";

  private TablesReading() {}

  static Reading<TableFigures> read(Look look) {
    boolean recording = Flavour.of(look).recording();
    String text = text(recording ? USE : "null, null, null, null, null", recording ? FROM : "");
    List<NotChecked> gaps = recording ? List.of() : List.of(Flavour.notRecording("use of tables"));
    return Reading.of(look.rows(text, TablesReading::table, look.limit()), gaps);
  }

  private static String text(String use, String from) {
    return TEXT.replace("{use}", use).replace("{from}", from);
  }

  private static TableFigures table(Row row) {
    return new TableFigures(
        Cells.text(row, 0),
        Cells.text(row, 1),
        row.longAt(2),
        row.longAt(3),
        row.longAt(4),
        null,
        Cells.whole(row, 5),
        false,
        -1,
        counted(row, 6),
        -1,
        counted(row, 7),
        counted(row, 8),
        counted(row, 9),
        null,
        null,
        null,
        "since the server's start");
  }

  static long counted(Row row, int column) {
    return row.isNull(column) ? -1 : row.longAt(column);
  }
}
