package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.spi.backup.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How long things will take, by how long they took: the median of the latest five. */
final class Estimates {
  private static final int LATEST = 5;

  private Estimates() {}

  static Optional<Duration> create(Listing listing, String database, String method, Level level) {
    List<Long> took =
        latest(
            listing.backups().reversed().stream()
                .filter(each -> each.database().equals(database) && each.method().equals(method))
                .filter(each -> each.level() == level)
                .map(each -> each.took().toMillis()));
    return median(took).map(Duration::ofMillis);
  }

  /**
   * How long a restore of so many bytes takes.
   *
   * @param past what restores and proofs took, the newest first
   */
  static Optional<Duration> restore(Stream<Speed> past, long bytes) {
    List<Long> millis =
        latest(past.filter(Speed::counts).map(speed -> (long) (speed.millisPerByte() * bytes)));
    return median(millis).map(Duration::ofMillis);
  }

  /** So many plain bytes were restored in so many milliseconds. */
  record Speed(long bytes, long millis) {
    boolean counts() {
      return bytes > 0 && millis > 0;
    }

    double millisPerByte() {
      return (double) millis / bytes;
    }
  }

  /** What proofs say of restores of backups of a method, the newest first. */
  static Stream<Speed> proofs(Listing listing, String method) {
    return listing.backups().reversed().stream()
        .filter(each -> each.method().equals(method))
        .flatMap(Estimates::speeds);
  }

  private static Stream<Speed> speeds(Manifest backup) {
    return backup.proofs().reversed().stream()
        .filter(proof -> proof.good() && proof.restored() > 0)
        .map(proof -> new Speed(backup.sizes().plain(), proof.restored()));
  }

  private static List<Long> latest(Stream<Long> values) {
    return values.limit(LATEST).sorted().toList();
  }

  private static Optional<Long> median(List<Long> sorted) {
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }
}
