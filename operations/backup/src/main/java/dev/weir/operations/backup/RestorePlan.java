package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a restore would do; making it changes nothing.
 *
 * @param repository the location of the one that it reads
 * @param chain the full backup first
 * @param target in words
 * @param log the archived log that it may read to roll forward; empty where it does not
 * @param storedBytes that it reads
 * @param plainBytes that it hands to the method
 * @param estimate by what restores of this method took; empty before the first
 * @param requirements what it meets: what lies in its way, what would be overwritten, what is
 *     missing
 * @param confirmation what must be typed before it begins; empty when nothing must be
 * @param order what it was made from
 */
public record RestorePlan(
    String repository,
    List<Manifest> chain,
    RestorePoint point,
    Scope scope,
    String target,
    Optional<LogRange> log,
    long storedBytes,
    long plainBytes,
    Optional<Duration> estimate,
    List<Requirement> requirements,
    Optional<String> confirmation,
    RestoreOrder order) {
  public RestorePlan {
    chain = List.copyOf(chain);
    requirements = List.copyOf(requirements);
  }

  /** Files of the archived log, from the first that was archived after the backup began. */
  public record LogRange(String first, String last, int files, long bytes) {}

  /** What must be typed before this place is overwritten; empty when nothing must be. */
  public static Optional<String> confirmation(Destination destination) {
    return Planning.confirmation(destination);
  }

  public Manifest backup() {
    return chain.getLast();
  }

  /** What stands in its way, each with what to do about it; empty when it can begin. */
  public List<String> obstacles() {
    return Requirements.missing(requirements);
  }
}
