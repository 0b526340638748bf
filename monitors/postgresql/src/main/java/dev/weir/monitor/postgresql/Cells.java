package dev.weir.monitor.postgresql;

import dev.weir.api.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Values of a row that may be missing. */
final class Cells {
  private Cells() {}

  static @Nullable Long whole(Row row, int column) {
    return row.isNull(column) ? null : row.longAt(column);
  }

  static @Nullable Double number(Row row, int column) {
    return row.isNull(column) ? null : row.doubleAt(column);
  }

  static @Nullable Instant instant(Row row, int column) {
    return row.value(column) instanceof OffsetDateTime at ? at.toInstant() : null;
  }

  static @Nullable Duration seconds(Row row, int column) {
    return row.isNull(column)
        ? null
        : Duration.ofMillis(Math.max(0, Math.round(row.doubleAt(column) * 1000)));
  }

  /** Text that is there; empty for null. */
  static String text(Row row, int column) {
    String text = row.text(column);
    return text == null ? "" : text;
  }
}
