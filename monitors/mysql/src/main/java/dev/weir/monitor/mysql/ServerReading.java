package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.Figure;
import dev.weir.spi.monitor.Figure.Unit;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.SettingFigures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The server's status. The moment of its start is the epoch of its counters: the time of a
 * statement less the uptime that the same statement tells, which is exact.
 */
final class ServerReading {
  private static final String SIZES =
      """
      select table_schema, sum(data_length + index_length)
      from information_schema.tables
      where table_schema not in ('mysql', 'sys', 'performance_schema', 'information_schema')
      group by table_schema\
      """;

  private final List<Figure> figures = new ArrayList<>();
  private final Map<String, Double> status;
  private final String epoch;

  private ServerReading(Map<String, Double> status, double now) {
    this.status = status;
    this.epoch = String.format(Locale.ROOT, "%.0f", now - status.getOrDefault("uptime", 0.0));
  }

  static Reading<Figure> read(Look look) {
    Flavour flavour = Flavour.of(look);
    Map<String, Double> status = new HashMap<>();
    double[] now = new double[1];
    look.rows(
        "select variable_name, variable_value, unix_timestamp() from "
            + flavour.schema()
            + ".global_status",
        row -> {
          now[0] = row.doubleAt(2);
          return put(status, row);
        });
    look.rows(
        "select 'limit', @@max_connections union all select 'page', @@innodb_page_size union all"
            + " select 'readonly', @@read_only",
        row -> put(status, row));
    ServerReading reading = new ServerReading(status, now[0]);
    reading.figures();
    if (!look.brief()) {
      look.rows(
          SIZES,
          row ->
              reading.figures.add(
                  Figure.gauge("size", Unit.BYTES, row.doubleAt(1)).of(Cells.text(row, 0))));
    }
    return Reading.of(reading.figures);
  }

  private static boolean put(Map<String, Double> status, Row row) {
    String value = Cells.text(row, 1);
    if (value.matches("-?\\d+(\\.\\d+)?")) {
      status.put(Cells.text(row, 0).toLowerCase(Locale.ROOT), Double.valueOf(value));
    }
    return true;
  }

  private void figures() {
    gauge("uptime", Unit.SECONDS, "uptime");
    gauge("connections.limit", Unit.COUNT, "limit");
    gauge("connections.used", Unit.COUNT, "threads_connected");
    gauge("connections.active", Unit.COUNT, "threads_running");
    gauge("locks.waiting", Unit.COUNT, "innodb_row_lock_current_waits");
    gauge("read_only", Unit.COUNT, "readonly");
    counter("connections.refused", Unit.COUNT, "aborted_connects", 1);
    counter("statements", Unit.COUNT, "questions", 1);
    counter("statements.slow", Unit.COUNT, "slow_queries", 1);
    counter("transactions.committed", Unit.COUNT, "com_commit", 1);
    counter("transactions.rolled_back", Unit.COUNT, "com_rollback", 1);
    counter("rows.fetched", Unit.COUNT, "innodb_rows_read", 1);
    counter("rows.inserted", Unit.COUNT, "innodb_rows_inserted", 1);
    counter("rows.updated", Unit.COUNT, "innodb_rows_updated", 1);
    counter("rows.deleted", Unit.COUNT, "innodb_rows_deleted", 1);
    counter("deadlocks", Unit.COUNT, "innodb_deadlocks", 1);
    counter("locks.waits", Unit.COUNT, "innodb_row_lock_waits", 1);
    counter("locks.wait_time", Unit.SECONDS, "innodb_row_lock_time", 0.001);
    counter("temp.files", Unit.COUNT, "created_tmp_disk_tables", 1);
    counter("log.generated", Unit.BYTES, "innodb_os_log_written", 1);
    counter("io.syncs", Unit.COUNT, "innodb_data_fsyncs", 1);
    cache();
  }

  /** Requests count what was asked for, reads what had to be fetched for it. */
  private void cache() {
    Double requests = status.get("innodb_buffer_pool_read_requests");
    Double reads = status.get("innodb_buffer_pool_reads");
    Double page = status.get("page");
    if (requests != null && reads != null && page != null) {
      double hits = Math.max(0, requests - reads);
      figures.add(Figure.counter("cache.hit", Unit.BYTES, hits * page, epoch));
      figures.add(Figure.counter("cache.read", Unit.BYTES, reads * page, epoch));
    }
  }

  private void gauge(String name, Unit unit, String variable) {
    Double value = status.get(variable);
    if (value != null) {
      figures.add(Figure.gauge(name, unit, value));
    }
  }

  private void counter(String name, Unit unit, String variable, double factor) {
    Double value = status.get(variable);
    if (value != null) {
      figures.add(Figure.counter(name, unit, value * factor, epoch));
    }
  }

  static Reading<SettingFigures> settings(Look look) {
    return Reading.of(
        look.rows(
            "select lower(variable_name), variable_value from "
                + Flavour.of(look).schema()
                + ".global_variables order by 1",
            row ->
                new SettingFigures(Cells.text(row, 0), Cells.text(row, 1), null, "server", false)));
  }
}
