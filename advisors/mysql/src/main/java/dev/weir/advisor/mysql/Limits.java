package dev.weir.advisor.mysql;

import java.time.Duration;

/**
 * From when on something is worth telling.
 *
 * @param counted how long the server must have counted before an index is called unused
 * @param lag of a replica, beyond the delay that it was told to keep
 * @param readFromDisk bytes that the buffer pool had to fetch
 * @param free bytes that a table keeps and does not use
 * @param onDisk temporary tables of a statement that went to disk
 */
record Limits(Duration counted, Duration lag, double readFromDisk, double free, long onDisk) {
  static final Limits DEFAULT =
      new Limits(Duration.ofDays(7), Duration.ofMinutes(1), 1L << 30, 100 << 20, 1000);
}
