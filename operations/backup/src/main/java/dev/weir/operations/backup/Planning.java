package dev.weir.operations.backup;

import dev.weir.api.Environment;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.Restores;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.LogArchive.Segment;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the plan of a restore. */
final class Planning {
  private final Repository repository;
  private final Methods methods;
  private final RestoreOrder order;
  private final Workplace workplace;

  Planning(Repository repository, Methods methods, RestoreOrder order, Workplace workplace) {
    this.repository = repository;
    this.methods = methods;
    this.order = order;
    this.workplace = workplace;
  }

  RestorePlan plan() {
    Listing listing = repository.list(order.database());
    Manifest backup = choose(listing);
    BackupMethod method = methods.named(backup.method());
    List<Manifest> chain = Chains.of(backup, listing);
    Scope scope = scope(backup);
    long plain = chain.stream().mapToLong(each -> each.sizes().plain()).sum();
    List<Requirement> requirements = new ArrayList<>(own(chain, method));
    RestoreRequest request = request(order, target(workplace, "plan"), scope);
    requirements.addAll(method.check(Chains.content(repository, chain), request));
    return new RestorePlan(
        repository.location(),
        chain,
        order.point(),
        scope,
        describe(),
        rollsForward() ? log(backup) : Optional.empty(),
        chain.stream().mapToLong(each -> each.sizes().stored()).sum(),
        plain,
        estimate(listing, method, plain),
        requirements,
        confirmation(order.destination()),
        order);
  }

  static RestoreRequest request(RestoreOrder order, RestoreTarget target, Scope scope) {
    return new RestoreRequest(
        target, order.point(), scope, order.jobs(), order.replace(), order.options());
  }

  RestoreTarget target(Workplace place, String name) {
    return switch (order.destination()) {
      case Destination.Server server ->
          new RestoreTarget.Living(place.source(server.subject(), name, order.options()));
      case Destination.Folder folder -> new RestoreTarget.Folder(folder.path());
    };
  }

  private String describe() {
    return switch (order.destination()) {
      case Destination.Server server -> server.subject().definition().describe();
      case Destination.Folder folder -> folder.path().toString();
    };
  }

  /** What must be typed before this place is overwritten. */
  static Optional<String> confirmation(Destination destination) {
    return destination instanceof Destination.Server(Subject subject)
            && subject.definition().environment() == Environment.PRODUCTION
        ? Optional.of(subject.name())
        : Optional.empty();
  }

  private Scope scope(Manifest backup) {
    Scope wanted = order.scope();
    return wanted == null ? backup.scope() : wanted;
  }

  private boolean rollsForward() {
    return !(order.point() instanceof RestorePoint.OfBackup);
  }

  private Manifest choose(Listing listing) {
    if (order.backup() != null) {
      return repository.manifest(order.database(), order.backup());
    }
    List<Manifest> good =
        listing.backups().stream()
            .filter(each -> each.good() && !each.labels().containsKey(Safety.LABEL))
            .filter(this::methodFits)
            .filter(each -> Chains.whole(each, listing))
            .toList();
    if (good.isEmpty()) {
      throw BackupError.UNKNOWN_BACKUP.because(
          "There is no good backup of " + order.database() + " in " + repository.location() + ".");
    }
    if (!(order.point() instanceof RestorePoint.At(Instant time, boolean _))) {
      return good.getLast();
    }
    return good.stream()
        .filter(each -> !each.consistentAt().isAfter(time))
        .reduce((_, later) -> later)
        .orElseThrow(() ->
            BackupError.POINT_OUT_OF_REACH.because(
                "The first good backup of "
                    + order.database()
                    + " in "
                    + repository.location()
                    + " is of "
                    + good.getFirst().consistentAt()
                    + ", after "
                    + time
                    + "."));
  }

  /** A backup of a method that is not installed, or fits another kind of target, does not count. */
  private boolean methodFits(Manifest backup) {
    return methods.all().stream()
        .anyMatch(method -> method.name().equals(backup.method()) && reaches(method.traits()));
  }

  private boolean reaches(BackupMethod.Traits traits) {
    return order.destination() instanceof Destination.Folder
        ? traits.intoFolder()
        : traits.intoServer();
  }

  private List<Requirement> own(List<Manifest> chain, BackupMethod method) {
    List<Requirement> own = new ArrayList<>();
    Manifest backup = chain.getLast();
    if (!reaches(method.traits())) {
      own.add(wrongKind(backup, method));
    }
    if (rollsForward() && !method.traits().log()) {
      own.add(noLog(backup, method));
    }
    chain.forEach(each -> key(each).ifPresent(own::add));
    chain.stream()
        .filter(each -> !each.good())
        .forEach(each ->
            own.add(
                Requirement.warning(
                    "proof",
                    "The " + each.describe() + " failed its last verification.",
                    "Choose another backup if there is one.")));
    return own;
  }

  private static Requirement wrongKind(Manifest backup, BackupMethod method) {
    return Requirement.missing(
        "target",
        "The "
            + backup.describe()
            + " was taken by "
            + method.name()
            + ", which restores into a "
            + (method.traits().intoFolder() ? "data folder." : "running server."),
        "Name such a target.");
  }

  private Requirement noLog(Manifest backup, BackupMethod method) {
    String finding =
        "Backups by "
            + method.name()
            + " cannot be rolled forward; this one holds the state of "
            + backup.consistentAt()
            + ".";
    return order.point() instanceof RestorePoint.Latest || order.point() instanceof RestorePoint.At
        ? Requirement.warning("point", finding, "Nothing, if that state is wanted.")
        : Requirement.missing("point", finding, "Restore the backup's own state.");
  }

  private Optional<Requirement> key(Manifest backup) {
    Manifest.Encryption encryption = backup.encryption();
    return encryption == null || repository.keys().ids().contains(encryption.key())
        ? Optional.empty()
        : Optional.of(
            Requirement.missing(
                "key",
                "The key " + encryption.key() + " of the " + backup.describe() + " is not here.",
                BackupError.KEY_MISSING.nextStep()));
  }

  private Optional<RestorePlan.LogRange> log(Manifest backup) {
    try {
      List<Segment> after =
          repository.log(backup.database()).segments().stream()
              .filter(segment -> !segment.added().isBefore(backup.started()))
              .toList();
      return after.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RestorePlan.LogRange(
                  after.getFirst().name(),
                  after.getLast().name(),
                  after.size(),
                  after.stream().mapToLong(Segment::size).sum()));
    } catch (IOException failed) {
      throw StorageFailure.of(repository.location(), "list the archived log", failed);
    }
  }

  private Optional<Duration> estimate(Listing listing, BackupMethod method, long bytes) {
    Stream<Estimates.Speed> restores =
        new Restores(repository)
            .list().reversed().stream()
                .filter(each -> each.method().equals(method.name()))
                .filter(each -> each.state() == RestoreRecord.State.DONE)
                .map(each -> new Estimates.Speed(each.plainBytes(), millis(each)));
    return Estimates.restore(
        Stream.concat(restores, Estimates.proofs(listing, method.name())), bytes);
  }

  private static long millis(RestoreRecord record) {
    @Nullable Instant finished = record.finished();
    return finished == null ? 0 : Duration.between(record.started(), finished).toMillis();
  }
}
