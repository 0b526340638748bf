package dev.weir.operations.backup;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.repository.Garbage;
import dev.weir.operations.backup.repository.Listing;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.repository.Restores;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.stream.StorageFailure;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.LogArchive;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that can be done with backups: the one class that the faces call. Works on a primary
 * repository and any number of copies. Blocking; each call that takes long is watched and cancelled
 * by its {@link Job}. Thread-safe.
 *
 * <p>Everything throws {@link dev.weir.api.WeirException} with a code of {@link BackupError};
 * {@code WEIR-022} when its job was cancelled.
 */
public final class Backups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Backups.class);
  private final Repository primary;
  private final List<Repository> copies;
  private final Methods methods;
  private final Path work;
  private final Clock clock;

  /**
   * @param primary where backups are made
   * @param copies whereto each is copied then
   * @param work for temporary files, such as scratch servers
   */
  public Backups(Repository primary, List<Repository> copies, Methods methods, Path work) {
    this(primary, copies, methods, work, Clock.systemUTC());
  }

  Backups(Repository primary, List<Repository> copies, Methods methods, Path work, Clock clock) {
    this.primary = primary;
    this.copies = List.copyOf(copies);
    this.methods = methods;
    this.work = work;
    this.clock = clock;
  }

  public Repository primary() {
    return primary;
  }

  /** The primary repository first. */
  public List<Repository> repositories() {
    List<Repository> all = new ArrayList<>();
    all.add(primary);
    all.addAll(copies);
    return all;
  }

  public Methods methods() {
    return methods;
  }

  /** Takes a backup, and copies it to each further repository. */
  public Created create(Subject subject, CreateOrder order, Job job) {
    try (Workplace place = Workplace.below(work)) {
      Creation creation = creation(subject, order, place, job);
      Manifest backup = creation.run();
      List<Copied> copied =
          copies.stream().map(to -> new Copying(primary, to, job).one(backup)).toList();
      return new Created(backup, copied, creation.warnings());
    }
  }

  private Creation creation(Subject subject, CreateOrder order, Workplace place, Job job) {
    return new Creation(primary, methods, clock, subject, order, place, job);
  }

  /**
   * What there is, in the primary repository.
   *
   * @param database null for all
   */
  public Listing list(@Nullable String database) {
    return primary.list(database);
  }

  /**
   * The same of any repository.
   *
   * @param from its location; null for the primary
   */
  public Listing list(@Nullable String database, @Nullable String from) {
    return repository(from).list(database);
  }

  /**
   * One backup.
   *
   * @param id {@code latest} for the newest that was not taken before a restore, for its undo
   */
  public Manifest show(String database, String id) {
    return show(primary, database, id);
  }

  private static Manifest show(Repository repository, String database, String id) {
    if (!id.equals("latest")) {
      return repository.manifest(database, id);
    }
    List<Manifest> all =
        repository.list(database).backups().stream()
            .filter(each -> !each.labels().containsKey(Safety.LABEL))
            .toList();
    if (all.isEmpty()) {
      throw BackupError.UNKNOWN_BACKUP.because(
          "There is no backup of " + database + " in " + repository.location() + ".");
    }
    return all.getLast();
  }

  /** Proves a backup, and appends the result to its manifest. */
  public Verified verify(String database, String id, VerifyOrder order, Job job) {
    Repository repository = repository(order.from());
    try (Workplace place = Workplace.below(work)) {
      return new Verification(repository, methods, clock, place, job)
          .run(show(repository, database, id), order);
    }
  }

  /** What a restore would do; changes nothing. */
  public RestorePlan plan(RestoreOrder order) {
    try (Workplace place = Workplace.below(work)) {
      return new Planning(repository(order.from()), methods, order, place).plan();
    }
  }

  /**
   * Restores as planned.
   *
   * @param confirmation what the plan asks to be typed; null when it asks for nothing
   * @throws dev.weir.api.Rejected with {@code BACKUP-021} when it is not what the plan asks for
   */
  public Restored restore(RestorePlan plan, @Nullable String confirmation, Job job) {
    plan.confirmation().ifPresent(wanted -> refuseUnconfirmed(plan.target(), wanted, confirmation));
    Repository repository = repository(plan.order().from());
    try (Workplace place = Workplace.below(work)) {
      return new Restoring(
              repository,
              methods,
              clock,
              plan,
              place,
              job,
              (subject, order) -> safetyBackup(repository, subject, order, job))
          .run();
    }
  }

  private Manifest safetyBackup(
      Repository repository, Subject subject, CreateOrder order, Job job) {
    try (Workplace place = Workplace.below(work)) {
      return new Creation(repository, methods, clock, subject, order, place, job).run();
    }
  }

  /**
   * Restores a dump that another tool wrote, such as one of an older script.
   *
   * @param confirmation the target's name where it is a production database
   */
  public Restored restoreFile(ImportOrder order, @Nullable String confirmation, Job job) {
    Planning.confirmation(order.destination())
        .ifPresent(wanted -> refuseUnconfirmed(wanted, wanted, confirmation));
    try (Workplace place = Workplace.below(work)) {
      return new Importing(primary, methods.named(order.method()), clock, order, place, job)
          .run((subject, restore) ->
              safetyBackup(
                      primary,
                      subject,
                      CreateOrder.builder()
                          .method(order.method())
                          .options(order.options())
                          .label(Safety.LABEL, restore)
                          .tally(false)
                          .build(),
                      job)
                  .id());
    }
  }

  private static void refuseUnconfirmed(
      String target, String wanted, @Nullable String confirmation) {
    if (!wanted.equals(confirmation)) {
      throw BackupError.NOT_CONFIRMED.because(
          "The restore into " + target + " was not confirmed with the name " + wanted + ".");
    }
  }

  /** The restores made from the primary repository, the oldest first. */
  public List<RestoreRecord> restores() {
    return new Restores(primary).list();
  }

  /**
   * Brings back what a restore has overwritten.
   *
   * @param restore its id; null for the last into this destination
   * @param confirmation the target's name where it is a production database
   */
  public Restored undo(
      @Nullable String restore, Destination destination, @Nullable String confirmation, Job job) {
    return new Undoing(this, clock).run(restore, destination, confirmation, job);
  }

  /**
   * Writes what a restore of a table or a tenant would change in a living database as statements to
   * be read and run by a person.
   *
   * @param scope a table or a tenant
   * @param file must not exist yet
   */
  public Patch patch(String database, String id, Scope scope, Subject living, Path file, Job job) {
    try (Workplace place = Workplace.below(work)) {
      return new Patching(primary, methods, place, job)
          .run(show(primary, database, id), scope, living, file);
    }
  }

  /**
   * Says for each backup whether a rule keeps it; changes nothing.
   *
   * @param database null for all
   * @param from the location of the repository; null for the primary
   */
  public PrunePlan planPrune(@Nullable String database, RetentionRule rule, @Nullable String from) {
    return new Pruning(repository(from), methods, clock, new Job()).plan(database, rule);
  }

  /** Removes what the rule does not keep, by a plan made anew. */
  public PrunePlan prune(
      @Nullable String database, RetentionRule rule, @Nullable String from, Job job) {
    return new Pruning(repository(from), methods, clock, job).run(database, rule);
  }

  /**
   * Puts a backup under legal hold, in every repository that has it.
   *
   * @param until null for as long as it is not released
   */
  public Manifest hold(
      String database, String id, String reason, String by, @Nullable Instant until) {
    Manifest.Hold hold = new Manifest.Hold(reason, by, clock.instant(), until);
    return everywhere(show(database, id), hold);
  }

  /** Ends a legal hold, in every repository that has the backup. */
  public Manifest release(String database, String id) {
    return everywhere(show(database, id), null);
  }

  private Manifest everywhere(Manifest backup, Manifest.@Nullable Hold hold) {
    Manifest changed =
        primary.edit(backup.database(), backup.id(), manifest -> manifest.with(hold));
    for (Repository copy : copies) {
      hold(copy, backup, hold);
    }
    return changed;
  }

  private static void hold(Repository copy, Manifest backup, Manifest.@Nullable Hold hold) {
    try {
      if (copy.find(backup.database(), backup.id()).isPresent()) {
        copy.edit(backup.database(), backup.id(), manifest -> manifest.with(hold));
      }
    } catch (WeirException failed) {
      if (!Storages.failed(failed)) {
        throw failed;
      }
      LOG.warn(
          "The hold of {} did not reach {}; `weir backup copy` catches up",
          backup.describe(),
          copy.location(),
          failed);
    }
  }

  /** Removes what no manifest names, from every repository; what is at work is left alone. */
  public List<Garbage.Collected> gc(boolean dryRun, Job job) {
    return repositories().stream().map(each -> new Garbage(each, job).collect(dryRun)).toList();
  }

  /**
   * Copies to each further repository what it lacks.
   *
   * @param database null for all
   */
  public List<Copied> copy(@Nullable String database, Job job) {
    return copies.stream().map(to -> new Copying(primary, to, job).all(database)).toList();
  }

  /** Keeps a file of a database's log: durable in the primary repository when it returns. */
  public void archive(String database, String name, Path file) {
    storage(
        "archive the log file " + name,
        () -> {
          primary.log(database).add(name, file);
          return name;
        });
  }

  /**
   * Archives what a server has written to its log since the last time, for engines that do not do
   * it by themselves.
   *
   * @return the names of the files that are new, in order
   * @throws dev.weir.api.Rejected with {@code BACKUP-009} when no method of the engine can
   */
  public List<String> collectLog(Subject subject, Map<String, String> options, Job job) {
    BackupMethod method =
        methods.of(subject.definition().type()).stream()
            .filter(BackupMethod::collectsLog)
            .findFirst()
            .orElseThrow(() ->
                BackupError.NO_METHOD.because(
                    "No method fetches the log of "
                        + subject.definition().describe()
                        + "; name a file for its own archiving to be kept."));
    try (Workplace place = Workplace.below(work)) {
      return Guarded.run(
          job,
          method.name(),
          subject.name(),
          Optional::empty,
          () ->
              method.collectLog(
                  place.source(subject, "log", options), primary.log(subject.name()), job));
    }
  }

  /**
   * Fetches a file of the archived log.
   *
   * @return false when there is none, which engines ask for as a matter of course
   */
  public boolean fetchLog(String database, String name, Path to) {
    return storage(
        "fetch the log file " + name,
        () -> {
          LogArchive log = primary.log(database);
          if (log.find(name).isEmpty()) {
            return false;
          }
          LogFiles.fetch(log, name, to);
          return true;
        });
  }

  /** The archived log of a database, in the order of the names. */
  public List<LogArchive.Segment> log(String database) {
    return storage("list the archived log", () -> primary.log(database).segments());
  }

  /** How a database stands: its last good and proven backups, and what a disaster would cost. */
  public Standing standing(String database, Objectives objectives) {
    return Standings.of(
        database, primary.list(database), restores(), log(database), objectives, clock.instant());
  }

  /** The same of several, with one look at the repository. */
  public List<Standing> standings(Collection<String> databases, Objectives objectives) {
    Listing all = primary.list(null);
    List<RestoreRecord> restores = restores();
    return databases.stream()
        .map(database ->
            Standings.of(
                database,
                all.of(database),
                restores,
                logIfAny(database),
                objectives,
                clock.instant()))
        .toList();
  }

  /** A database whose name no repository takes has none. */
  private List<LogArchive.Segment> logIfAny(String database) {
    try {
      return log(database);
    } catch (WeirException refused) {
      if (refused.code() == BackupError.INVALID_NAME) {
        return List.of();
      }
      throw refused;
    }
  }

  private <T> T storage(String what, Guarded.Body<T> body) {
    try {
      return body.run();
    } catch (IOException failed) {
      throw StorageFailure.of(primary.location(), what, failed);
    }
  }

  Repository repository(@Nullable String location) {
    if (location == null) {
      return primary;
    }
    return repositories().stream()
        .filter(each -> each.location().equals(location))
        .findFirst()
        .orElseThrow(() ->
            BackupError.UNKNOWN_STORAGE.because(
                "There is no repository "
                    + location
                    + "; there are "
                    + repositories().stream().map(Repository::location).toList()
                    + "."));
  }

  @Override
  public void close() {
    repositories().forEach(Repository::close);
  }
}
