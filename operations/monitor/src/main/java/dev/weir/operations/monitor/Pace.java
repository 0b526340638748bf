package dev.weir.operations.monitor;

import java.util.EnumMap;
import java.util.Map;

/**
 * When the slower parts of a look are due: each after its own number of looks, or later where it
 * takes more than its share of the time. Times are the machine's running time in nanoseconds.
 */
final class Pace {
  private final Map<Part, Long> due = new EnumMap<>(Part.class);

  /** What changes slowly or costs much. */
  enum Part {
    SIZES(4),
    STATEMENTS(4),
    TABLES(20),
    INDEXES(20);

    private final int looks;

    Part(int looks) {
      this.looks = looks;
    }
  }

  boolean due(Part part, long now) {
    Long at = due.get(part);
    return at == null || now - at >= 0;
  }

  /** Half an interval less, since looks come a little early or late. */
  void read(Part part, long begun, long took, Rhythm rhythm) {
    long interval = rhythm.interval().toNanos();
    long own = part.looks * interval;
    long affordable = (long) (took / rhythm.share());
    due.put(part, begun + Math.max(own, affordable) - interval / 2);
  }
}
