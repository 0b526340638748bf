package dev.weir.operations.backup;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a disaster may cost at most.
 *
 * @param dataLoss how much time of changes may be lost (RPO); null for no target
 * @param downtime how long the restore may take (RTO); null for no target
 * @param proof how old the last proven backup may be; null for no target
 */
public record Objectives(
    @Nullable Duration dataLoss, @Nullable Duration downtime, @Nullable Duration proof) {
  public static final Objectives NONE = new Objectives(null, null, null);
}
