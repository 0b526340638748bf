package dev.weir.server.backup;

import dev.weir.operations.backup.Standing;
import dev.weir.operations.backup.repository.Manifest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a database stands, measured from real runs.
 *
 * @param lossNow what a disaster at this moment would lose; null without a backup
 * @param downtime the median of the latest restores; null before the first
 * @param misses each target that is missed, in a sentence
 */
record StandingView(
    String database,
    @Nullable Instant lastGood,
    @Nullable Instant lastProven,
    @Nullable Duration lossNow,
    @Nullable Duration worstLoss,
    @Nullable Duration downtime,
    List<String> misses) {

  static StandingView of(Standing standing) {
    return new StandingView(
        standing.database(),
        moment(standing.lastGood()),
        moment(standing.lastProven()),
        standing.lossNow().orElse(null),
        standing.worstLoss().orElse(null),
        standing.downtime().orElse(null),
        standing.misses());
  }

  private static @Nullable Instant moment(Optional<Manifest> backup) {
    return backup.map(Manifest::consistentAt).orElse(null);
  }
}
