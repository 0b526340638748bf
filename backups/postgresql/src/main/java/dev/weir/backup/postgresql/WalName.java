package dev.weir.backup.postgresql;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a WAL segment: timeline, and the number of the segment counted from the beginning of
 * the log.
 *
 * @param size of a segment in bytes; 16 MB unless the cluster was made otherwise
 */
record WalName(int timeline, long number, long size) implements Comparable<WalName> {
  static final long USUAL_SIZE = 16L << 20;

  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");
  private static final Pattern ANY =
      Pattern.compile("[0-9A-F]{24}(\\.partial|\\.[0-9A-F]{8}\\.backup)?|[0-9A-F]{8}\\.history");

  /** The segment that holds an LSN. */
  static WalName of(int timeline, Lsn lsn, long size) {
    return new WalName(timeline, lsn.value() / size, size);
  }

  /** Reads a name; empty for history files and the like. */
  static Optional<WalName> parse(String name, long size) {
    if (!SEGMENT.matcher(name).matches()) {
      return Optional.empty();
    }
    long high = Long.parseLong(name.substring(8, 16), 16);
    long low = Long.parseLong(name.substring(16), 16);
    return Optional.of(
        new WalName(
            (int) Long.parseLong(name.substring(0, 8), 16),
            high * ((1L << 32) / size) + low,
            size));
  }

  /** Whether a server would archive a file of this name. */
  static boolean archived(String name) {
    Matcher matcher = ANY.matcher(name);
    return matcher.matches();
  }

  static String history(int timeline) {
    return "%08X.history".formatted(timeline);
  }

  Lsn start() {
    return new Lsn(number * size);
  }

  WalName next() {
    return new WalName(timeline, number + 1, size);
  }

  WalName on(int otherTimeline) {
    return new WalName(otherTimeline, number, size);
  }

  @Override
  public int compareTo(WalName other) {
    return timeline != other.timeline
        ? Integer.compare(timeline, other.timeline)
        : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    long each = (1L << 32) / size;
    return "%08X%08X%08X".formatted(timeline, number / each, number % each);
  }
}
