package dev.weir.connector.jdbc;

/**
 * Chooses how many rows to fetch at once, so that a batch of rows takes about a megabyte whatever
 * their width.
 */
final class FetchSize {
  static final int FIRST = 128;
  private static final int MOST = 10_000;
  private static final long BYTES = 1 << 20;

  private long rows;
  private long bytes;

  void sawRow() {
    rows++;
  }

  void saw(int size) {
    bytes += size;
  }

  /** True when enough was seen to choose. */
  boolean ready() {
    return rows == FIRST;
  }

  int best(int columns) {
    long each = Math.max(1, bytes / Math.max(1, rows)) + 16L * columns;
    return Math.clamp(BYTES / each, 1, MOST);
  }
}
