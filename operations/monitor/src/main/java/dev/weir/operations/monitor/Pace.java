package dev.weir.operations.monitor;

import java.util.EnumMap;
import java.util.Map;

/**
 * When the slower parts of a look are due: each after its own number of looks, or later where it
 * takes more than its share of the time. Times are the machine's running time in nanoseconds.
 */
final class Pace {
  private final Map<Part, Last> last = new EnumMap<>(Part.class);

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

  /** When a part was read the last time, and what that took. */
  private record Last(long begun, long took) {}

  /** Half an interval early, since looks come a little early or late. */
  boolean due(Part part, long now, Rhythm rhythm) {
    Last read = last.get(part);
    if (read == null) {
      return true;
    }
    long interval = rhythm.interval().toNanos();
    long affordable = (long) (read.took() / rhythm.share());
    return now - read.begun() >= Math.max(part.looks * interval, affordable) - interval / 2;
  }

  void read(Part part, long begun, long took) {
    last.put(part, new Last(begun, took));
  }
}
