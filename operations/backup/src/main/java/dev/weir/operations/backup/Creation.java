package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.Draft;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Brake;
import dev.weir.operations.backup.stream.StoredFile;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Taken;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes one backup. */
final class Creation {
  private final Repository repository;
  private final Methods methods;
  private final Clock clock;
  private final Subject subject;
  private final CreateOrder order;
  private final Workplace workplace;
  private final Job job;
  private final List<Requirement> warnings = new ArrayList<>();

  Creation(
      Repository repository,
      Methods methods,
      Clock clock,
      Subject subject,
      CreateOrder order,
      Workplace workplace,
      Job job) {
    this.repository = repository;
    this.methods = methods;
    this.clock = clock;
    this.subject = subject;
    this.order = order;
    this.workplace = workplace;
    this.job = job;
  }

  List<Requirement> warnings() {
    return warnings;
  }

  Manifest run() {
    job.step("Look at what there is");
    Listing listing = repository.list(subject.name());
    BackupSource source = workplace.source(subject, "create", order.options());
    BackupMethod method = method(source);
    List<Manifest> base = base(listing, method);
    Level level = base.isEmpty() ? Level.FULL : order.level();
    Estimates.create(listing, subject.name(), method.name(), level).ifPresent(job::estimate);
    try (Draft draft =
        Draft.begin(repository, subject.name(), Chains.ids(base), line(method), recipe())) {
      base.forEach(this::mustStillBeThere);
      return draft.commit(taken(method, source, level, base, draft));
    }
  }

  private Manifest taken(
      BackupMethod method, BackupSource source, Level level, List<Manifest> base, Draft draft) {
    BackupRequest request = request(level, base.isEmpty() ? null : base.getLast());
    Instant started = clock.instant();
    job.step("Take the backup");
    Taken taken =
        Guarded.run(
            job,
            method.name(),
            subject.name(),
            draft::failure,
            () -> method.create(source, request, draft, job));
    draft
        .failure()
        .ifPresent(failed -> {
          throw failed;
        });
    return manifest(method, taken, level, base, started, draft);
  }

  private BackupRequest request(Level level, @Nullable Manifest base) {
    return new BackupRequest(
        order.scope(),
        level,
        base == null ? null : repository.content(base),
        order.jobs(),
        order.tally());
  }

  /** The method that was named, or the first that can work. */
  private BackupMethod method(BackupSource source) {
    String type = subject.definition().type();
    String named = order.method();
    List<BackupMethod> fitting =
        (named == null ? methods.of(type) : List.of(methods.named(named)))
            .stream().filter(this::fits).toList();
    if (fitting.isEmpty()) {
      throw BackupError.NO_METHOD.because(
          "No backup method takes "
              + order.level()
              + " backups of "
              + order.scope().kind()
              + " of "
              + subject.definition().describe()
              + (named == null ? "" : " by " + named)
              + "; for "
              + type
              + " there are "
              + Methods.names(methods.of(type))
              + ".");
    }
    List<String> missing = new ArrayList<>();
    for (BackupMethod method : fitting) {
      List<Requirement> found = method.check(source, request(Level.FULL, null));
      List<String> lacks = Requirements.missing(found);
      if (lacks.isEmpty()) {
        warnings.addAll(Requirements.warnings(found));
        return method;
      }
      lacks.forEach(lack -> missing.add(method.name() + ": " + lack));
    }
    throw BackupError.REQUIREMENT_MISSING.because(
        "No backup of " + subject.definition().describe() + ". " + String.join(" ", missing));
  }

  private boolean fits(BackupMethod method) {
    BackupMethod.Traits traits = method.traits();
    return method.types().contains(subject.definition().type())
        && traits.scopes().contains(order.scope().kind())
        && traits.levels().contains(order.level());
  }

  private List<Manifest> base(Listing listing, BackupMethod method) {
    if (order.level() == Level.FULL) {
      return List.of();
    }
    Optional<Manifest> base =
        Chains.base(listing, subject.name(), method.name(), order.scope(), order.level());
    if (base.isEmpty()) {
      warnings.add(
          Requirement.warning(
              "level",
              "There is no good backup to build on, so a full one is taken.",
              "Nothing; the next one builds on it."));
    }
    return base.map(found -> Chains.of(found, listing)).orElse(List.of());
  }

  /** Methods that build on earlier backups take one at a time. */
  private String line(BackupMethod method) {
    return method.traits().levels().size() < 2
        ? ""
        : subject.name() + "/" + method.name() + "/" + order.scope();
  }

  private void mustStillBeThere(Manifest base) {
    if (repository.find(base.database(), base.id()).isEmpty()) {
      throw BackupError.CHAIN_BROKEN.because(
          "The " + base.describe() + " was removed while another was about to build on it.");
    }
  }

  private Draft.Recipe recipe() {
    Boolean encrypt = order.encrypt();
    int processors = Runtime.getRuntime().availableProcessors();
    // Also a stream that has but one thread to compress goes on reading and hashing meanwhile.
    int workers =
        processors == 1 || order.jobs() > processors ? 0 : Math.max(1, processors / order.jobs());
    return new Draft.Recipe(
        order.compression(),
        Math.min(workers, 8),
        encrypt == null ? !repository.keys().isEmpty() : encrypt,
        new Brake(order.bytesPerSecond()),
        job);
  }

  private Manifest manifest(
      BackupMethod method,
      Taken taken,
      Level level,
      List<Manifest> base,
      Instant started,
      Draft draft) {
    List<StoredFile> files = draft.files();
    String key = files.stream().findFirst().map(StoredFile::key).orElse(null);
    return new Manifest(
        repository.id(),
        draft.id(),
        subject.name(),
        subject.definition().type(),
        subject.definition().environment().name(),
        method.name(),
        level,
        base.isEmpty() ? null : base.getLast().id(),
        order.scope(),
        new Manifest.Server(
            taken.serverVersion(),
            subject.definition().host(),
            subject.definition().port(),
            subject.definition().database()),
        started,
        taken.consistentAt(),
        clock.instant(),
        taken.position().facts(),
        new Manifest.Sizes(
            taken.sourceBytes(),
            files.stream().mapToLong(StoredFile::plainSize).sum(),
            files.stream().mapToLong(StoredFile::storedSize).sum()),
        order.compression(),
        key == null ? null : new Manifest.Encryption(BackupKeys.ALGORITHM, key),
        files,
        taken.tallies(),
        taken.tallied(),
        order.labels(),
        taken.facts(),
        null,
        List.of(),
        Version.OF_WEIR);
  }
}
