package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Manifest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a database stands, measured from real runs.
 *
 * @param lastGood the newest that no verification has found wrong
 * @param lastProven the newest that was restored and found the same
 * @param lossNow what a disaster at this moment would lose: since the last good backup, or since
 *     the last archived file of the log; empty without a backup
 * @param worstLoss the longest time between two good backups in a row, of the last thirty
 * @param downtime the median of the latest restores; empty before the first
 * @param misses each target that is missed, in a sentence
 */
public record Standing(
    String database,
    Optional<Manifest> lastGood,
    Optional<Manifest> lastProven,
    Optional<Duration> lossNow,
    Optional<Duration> worstLoss,
    Optional<Duration> downtime,
    List<String> misses) {
  public Standing {
    misses = List.copyOf(misses);
  }
}
