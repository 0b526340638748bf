package dev.weir.operations.report;

import dev.weir.operations.report.Table.Column;
import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.TableFigures;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the database keeps: tables and indexes. */
final class Storage {
  private static final long SMALL = 1_000;

  private Storage() {}

  static Table tables(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.tables().items().stream()
            .sorted(Comparator.comparingLong(Storage::bytes).reversed())
            .limit(Load.MOST)
            .map(each ->
                Table.row(
                    name(each),
                    bytes(each),
                    each.indexBytes(),
                    known(each.liveRows()),
                    dead(each),
                    each.bloatBytes(),
                    time(each.vacuumed()),
                    time(each.analyzed())))
            .toList();
    return new Table(
        "tables",
        "Largest tables",
        "Many dead rows, or much room that rows do not fill, mean that vacuum does not keep up.",
        List.of(
            Column.of("table", Form.TEXT),
            Column.bar("size", Form.BYTES),
            Column.of("of it indexes", Form.BYTES),
            Column.of("rows", Form.COUNT),
            Column.of("dead", Form.SHARE),
            Column.of("unfilled", Form.BYTES),
            Column.of("vacuumed", Form.TIME),
            Column.of("analyzed", Form.TIME)),
        rows);
  }

  static Table scanned(Observation seen) {
    List<List<@Nullable Object>> rows =
        seen.tables().items().stream()
            .filter(each -> each.scannedRows() > 0 && each.liveRows() > SMALL)
            .sorted(Comparator.comparingLong(TableFigures::scannedRows).reversed())
            .limit(Load.MOST)
            .map(each ->
                Table.row(
                    name(each),
                    each.scannedRows(),
                    known(each.scans()),
                    known(each.lookups()),
                    known(each.liveRows())))
            .toList();
    return new Table(
        "scanned",
        "Tables read from end to end",
        "Reading a large table whole again and again is what a missing index looks like.",
        List.of(
            Column.of("table", Form.TEXT),
            Column.bar("rows read so", Form.COUNT),
            Column.of("scans", Form.COUNT),
            Column.of("reads by index", Form.COUNT),
            Column.of("rows", Form.COUNT)),
        rows);
  }

  static Table indexes(Observation seen) {
    return indexes(
        "indexes",
        "Largest indexes",
        "Every index is written with each row; those that are not valid are of no use until they are"
            + " built again.",
        seen.indexes().items());
  }

  static Table unused(Observation seen) {
    return indexes(
        "unused",
        "Indexes that nobody has used",
        "Since the counters began, on this server: a replica may use them. Those that keep rows unique"
            + " are not listed.",
        seen.indexes().items().stream()
            .filter(each -> each.scans() == 0 && !each.unique() && !each.primary())
            .toList());
  }

  private static Table indexes(String id, String title, String meaning, List<IndexFigures> all) {
    List<List<@Nullable Object>> rows =
        all.stream()
            .sorted(Comparator.comparingLong(IndexFigures::bytes).reversed())
            .limit(Load.MOST)
            .map(each ->
                Table.row(
                    name(each.schema(), each.name()),
                    name(each.schema(), each.table()),
                    known(each.bytes()),
                    known(each.scans()),
                    each.valid() ? "" : "not valid",
                    each.definition()))
            .toList();
    return new Table(
        id,
        title,
        meaning,
        List.of(
            Column.of("index", Form.TEXT),
            Column.of("table", Form.TEXT),
            Column.bar("size", Form.BYTES),
            Column.of("used", Form.COUNT),
            Column.of("state", Form.TEXT),
            Column.of("definition", Form.CODE)),
        rows);
  }

  private static long bytes(TableFigures table) {
    return table.bytes() + Math.max(0, table.indexBytes());
  }

  private static String name(TableFigures table) {
    return name(table.schema(), table.name());
  }

  private static String name(String schema, String name) {
    return schema.isEmpty() ? name : schema + "." + name;
  }

  /** What is not counted is told as -1. */
  private static @Nullable Long known(long value) {
    return value < 0 ? null : value;
  }

  private static @Nullable Double dead(TableFigures table) {
    Long dead = table.deadRows();
    long all = dead == null ? 0 : dead + Math.max(0, table.liveRows());
    return dead == null ? null : all == 0 ? 0.0 : (double) dead / all;
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
