package dev.weir.operations.monitor;

import dev.weir.spi.monitor.IndexFigures;
import dev.weir.spi.monitor.TableFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Numbers of the largest tables and indexes, and how they grew since the last time. */
final class StorageSamples {
  private final int most;
  private @Nullable Moment<Map<String, TableFigures>> tables;
  private @Nullable Moment<Map<String, IndexFigures>> indexes;

  StorageSamples(int most) {
    this.most = most;
  }

  List<Sample> tables(List<TableFigures> all) {
    List<Sample> samples = new ArrayList<>();
    var before = tables;
    var now = Moment.now(largest(all, each -> each.schema() + "." + each.name()));
    now.seen()
        .forEach((name, table) -> {
          samples.add(new Sample("table.bytes", name, table.bytes() + (double) table.indexBytes()));
          optional(samples, "table.dead_rows", name, table.deadRows());
          optional(samples, "table.bloat", name, table.bloatBytes());
          TableFigures earlier = before == null ? null : before.seen().get(name);
          if (before != null && earlier != null && earlier.epoch().equals(table.epoch())) {
            double seconds = before.secondsUntil(now);
            growth(samples, "table.scans", name, earlier.scans(), table.scans(), seconds);
            growth(samples, "table.changes", name, changes(earlier), changes(table), seconds);
          }
        });
    tables = now;
    return samples;
  }

  List<Sample> indexes(List<IndexFigures> all) {
    List<Sample> samples = new ArrayList<>();
    var before = indexes;
    var now = Moment.now(largest(all, each -> each.schema() + "." + each.name()));
    now.seen()
        .forEach((name, index) -> {
          if (index.bytes() >= 0) {
            samples.add(new Sample("index.bytes", name, index.bytes()));
          }
          IndexFigures earlier = before == null ? null : before.seen().get(name);
          if (before != null && earlier != null && earlier.epoch().equals(index.epoch())) {
            double seconds = before.secondsUntil(now);
            growth(samples, "index.scans", name, earlier.scans(), index.scans(), seconds);
          }
        });
    indexes = now;
    return samples;
  }

  private <T> Map<String, T> largest(List<T> all, Function<T, String> name) {
    Map<String, T> largest = new LinkedHashMap<>();
    all.stream().limit(most).forEach(each -> largest.put(name.apply(each), each));
    return largest;
  }

  private static long changes(TableFigures table) {
    return table.inserted() + table.updated() + table.deleted();
  }

  private static void optional(
      List<Sample> samples, String metric, String about, @Nullable Long value) {
    if (value != null) {
      samples.add(new Sample(metric, about, value));
    }
  }

  /** What is not counted is told as -1, and what has begun anew is less than before. */
  private static void growth(
      List<Sample> samples, String metric, String about, long before, long now, double seconds) {
    if (before >= 0 && now >= before && seconds > 0) {
      samples.add(new Sample(metric, about, (now - before) / seconds));
    }
  }
}
