package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import dev.weir.spi.monitor.Look;
import dev.weir.spi.monitor.Reading;
import dev.weir.spi.monitor.StatementFigures;
import dev.weir.spi.monitor.WaitFigures;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the performance schema has summed up; its times are picoseconds. */
final class StatementsReading {
  private static final String STATEMENTS =
      """
      select digest_text, count_star, sum_timer_wait / 1e12, max_timer_wait / 1e12,
        sum_rows_sent + sum_rows_affected, sum_created_tmp_disk_tables, min(first_seen) over ()
      from performance_schema.events_statements_summary_by_digest
      where schema_name = database() and digest_text is not null
        and digest_text not like '%performance_schema%' and digest_text not like '%information_schema%'
      order by sum_timer_wait desc limit ?\
      """;

  private static final String WAITS =
      """
      select event_name, sum_timer_wait / 1e12
      from performance_schema.events_waits_summary_global_by_event_name
      where sum_timer_wait > 0 and event_name <> 'idle' order by 2 desc limit ?\
      """;

  private StatementsReading() {}

  static Reading<StatementFigures> read(Look look) {
    if (!Flavour.of(look).recording()) {
      return Reading.unseen(Flavour.notRecording("statements"));
    }
    Map<String, StatementFigures> all = new LinkedHashMap<>();
    look.rows(
        STATEMENTS,
        row ->
            all.merge(
                look.understand(Cells.text(row, 0)).fingerprint(),
                statement(row, look),
                StatementFigures::plus),
        look.limit());
    List<StatementFigures> sorted = new ArrayList<>(all.values());
    sorted.sort(Comparator.comparingDouble(StatementFigures::seconds).reversed());
    return Reading.of(sorted);
  }

  /** A digest is told without literals already. */
  private static StatementFigures statement(Row row, Look look) {
    String text = Cells.text(row, 0);
    return new StatementFigures(
        look.understand(text).fingerprint(),
        text,
        row.longAt(1),
        row.doubleAt(2),
        row.doubleAt(3),
        row.longAt(4),
        0,
        0,
        0,
        0,
        Cells.text(row, 6));
  }

  static Reading<WaitFigures> waits(Look look) {
    if (!Flavour.of(look).recording()) {
      return Reading.unseen(Flavour.notRecording("waits"));
    }
    return Reading.of(
        look.rows(
            WAITS,
            row -> {
              String event = Cells.text(row, 0);
              String kind = event.replaceFirst("^wait/", "").replaceFirst("/.*", "");
              return new WaitFigures(kind, event, 0, row.doubleAt(1), "since the server's start");
            },
            look.limit()));
  }
}
