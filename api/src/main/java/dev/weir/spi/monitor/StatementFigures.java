package dev.weir.spi.monitor;

/**
 * What a statement has cost since its counters began.
 *
 * @param fingerprint Weir's own
 * @param text without literals
 * @param seconds spent running it
 * @param slowest the longest run, in seconds; 0 where not told
 * @param rows told or changed
 * @param readBytes fetched from disk or the system's cache
 * @param hitBytes found in the server's own cache
 * @param tempBytes written to temporary files
 * @param ioSeconds waited for disks; 0 where the server does not time it
 * @param epoch changes when the counters have begun anew
 */
public record StatementFigures(
    String fingerprint,
    String text,
    long calls,
    double seconds,
    double slowest,
    long rows,
    long readBytes,
    long hitBytes,
    long tempBytes,
    double ioSeconds,
    String epoch) {
  /** The mean of one run, in seconds. */
  public double mean() {
    return calls == 0 ? 0 : seconds / calls;
  }

  /** The sum of two entries of one fingerprint. */
  public StatementFigures plus(StatementFigures other) {
    return new StatementFigures(
        fingerprint,
        text,
        calls + other.calls,
        seconds + other.seconds,
        Math.max(slowest, other.slowest),
        rows + other.rows,
        readBytes + other.readBytes,
        hitBytes + other.hitBytes,
        tempBytes + other.tempBytes,
        ioSeconds + other.ioSeconds,
        epoch);
  }

  /** What was added since {@code before}; all of it when the counters have begun anew. */
  public StatementFigures since(StatementFigures before) {
    if (!epoch.equals(before.epoch) || calls < before.calls || seconds < before.seconds) {
      return this;
    }
    return new StatementFigures(
        fingerprint,
        text,
        calls - before.calls,
        seconds - before.seconds,
        slowest,
        Math.max(0, rows - before.rows),
        Math.max(0, readBytes - before.readBytes),
        Math.max(0, hitBytes - before.hitBytes),
        Math.max(0, tempBytes - before.tempBytes),
        Math.max(0, ioSeconds - before.ioSeconds),
        epoch);
  }
}
