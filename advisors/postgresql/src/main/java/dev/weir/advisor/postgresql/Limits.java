package dev.weir.advisor.postgresql;

import java.time.Duration;

/**
 * From when on something is worth telling.
 *
 * @param slotBytes of WAL that a slot without a reader keeps
 * @param replicaBytes of WAL that a replica is behind
 * @param hugeRows of a table whose autovacuum wants a smaller share
 */
record Limits(
    Duration longTransaction,
    Duration idle,
    Duration waiting,
    long slotBytes,
    long replicaBytes,
    double hugeRows) {
  static final Limits DEFAULT =
      new Limits(
          Duration.ofMinutes(30),
          Duration.ofMinutes(2),
          Duration.ofSeconds(10),
          128L << 20,
          256L << 20,
          10_000_000);
}
