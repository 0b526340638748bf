package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Manifest.Proof;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.RestoreRecord.State;
import dev.weir.spi.backup.LogArchive.Segment;
import dev.weir.spi.backup.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Measures what a disaster would cost. */
final class Standings {
  private static final int RUNS = 30;

  private Standings() {}

  static Standing of(
      String database,
      Listing listing,
      List<RestoreRecord> restores,
      List<Segment> log,
      Objectives objectives,
      Instant now) {
    List<Manifest> good =
        listing.backups().stream()
            .filter(each -> each.good() && whole(each.scope()) && Chains.whole(each, listing))
            .sorted(Comparator.comparing(Manifest::consistentAt))
            .toList();
    Optional<Manifest> last = good.stream().reduce((_, later) -> later);
    Optional<Manifest> proven = good.stream().filter(Manifest::proven).reduce((_, later) -> later);
    Optional<Duration> lossNow = last.map(each -> lossNow(each, log, now));
    Optional<Duration> downtime = downtime(database, good, restores);
    return new Standing(
        database,
        last,
        proven,
        lossNow,
        worst(good),
        downtime,
        misses(database, objectives, lossNow, downtime, proven, now));
  }

  /** A backup of one table saves nobody from a disaster. */
  private static boolean whole(Scope scope) {
    return scope.kind() == Scope.Kind.CLUSTER || scope.kind() == Scope.Kind.DATABASE;
  }

  private static Duration lossNow(Manifest last, List<Segment> log, Instant now) {
    Instant covered =
        Stream.concat(Stream.of(last.consistentAt()), log.stream().map(Segment::added))
            .max(Comparator.naturalOrder())
            .orElse(last.consistentAt());
    return Duration.between(covered, now);
  }

  private static Optional<Duration> worst(List<Manifest> good) {
    List<Manifest> latest = good.subList(Math.max(0, good.size() - RUNS), good.size());
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < latest.size(); i++) {
      gaps.add(Duration.between(latest.get(i - 1).consistentAt(), latest.get(i).consistentAt()));
    }
    return gaps.stream().max(Comparator.naturalOrder());
  }

  private static Optional<Duration> downtime(
      String database, List<Manifest> good, List<RestoreRecord> restores) {
    Stream<Long> made =
        restores.reversed().stream()
            .filter(each -> each.database().equals(database) && each.state() == State.DONE)
            .map(Standings::millis);
    Stream<Long> proofs =
        good.reversed().stream()
            .flatMap(each -> each.proofs().reversed().stream())
            .filter(each -> each.good() && each.restored() > 0)
            .map(Proof::restored);
    List<Long> latest = Stream.concat(made, proofs).limit(5).sorted().toList();
    return latest.isEmpty()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(latest.get(latest.size() / 2)));
  }

  private static long millis(RestoreRecord record) {
    Instant finished = record.finished();
    return finished == null ? 0 : Duration.between(record.started(), finished).toMillis();
  }

  private static List<String> misses(
      String database,
      Objectives objectives,
      Optional<Duration> lossNow,
      Optional<Duration> downtime,
      Optional<Manifest> proven,
      Instant now) {
    List<String> misses = new ArrayList<>();
    if (lossNow.isEmpty()) {
      misses.add("There is no good backup of " + database + ".");
    }
    lossNow
        .filter(each -> over(each, objectives.dataLoss()))
        .ifPresent(each ->
            misses.add(
                "A disaster now would lose "
                    + each
                    + "; the target is "
                    + objectives.dataLoss()
                    + "."));
    downtime
        .filter(each -> over(each, objectives.downtime()))
        .ifPresent(each ->
            misses.add(
                "A restore takes " + each + "; the target is " + objectives.downtime() + "."));
    Duration unproven = proven.map(each -> Duration.between(each.consistentAt(), now)).orElse(null);
    if (objectives.proof() != null && (unproven == null || over(unproven, objectives.proof()))) {
      misses.add(
          unproven == null
              ? "No backup of " + database + " was ever proven by a restore."
              : "The last proven backup is "
                  + unproven
                  + " old; the target is "
                  + objectives.proof()
                  + ".");
    }
    return misses;
  }

  private static boolean over(Duration measured, @Nullable Duration target) {
    return target != null && measured.compareTo(target) > 0;
  }
}
