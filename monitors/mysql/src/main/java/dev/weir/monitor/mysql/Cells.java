package dev.weir.monitor.mysql;

import dev.weir.api.Row;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Values of a row that may be missing. */
final class Cells {
  private Cells() {}

  static String text(Row row, int column) {
    String text = row.text(column);
    return text == null ? "" : text;
  }

  static @Nullable Long whole(Row row, int column) {
    return row.isNull(column) ? null : row.longAt(column);
  }

  static @Nullable Duration seconds(Row row, int column) {
    return row.isNull(column) ? null : Duration.ofSeconds(Math.max(0, row.longAt(column)));
  }
}
