package dev.weir.operations.backup.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.weir.api.CoreError;
import dev.weir.api.WeirException;
import dev.weir.operations.backup.Backups;
import dev.weir.operations.backup.CreateOrder;
import dev.weir.operations.backup.Created;
import dev.weir.operations.backup.Destination;
import dev.weir.operations.backup.Job;
import dev.weir.operations.backup.Methods;
import dev.weir.operations.backup.RestoreOrder;
import dev.weir.operations.backup.RestorePlan;
import dev.weir.operations.backup.Subject;
import dev.weir.operations.backup.Verified;
import dev.weir.operations.backup.VerifyOrder;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every backup method must show, on a real server: what it takes is listed, verified, proven,
 * restored elsewhere and the same there; what is damaged is named; what is cancelled leaves
 * nothing. Each test has a repository of its own, encrypted, in a folder.
 */
public abstract class BackupContract {
  @TempDir Path temporary;
  private Backups backups;

  /** The method under test. */
  protected abstract BackupMethod method();

  /**
   * A database that runs and holds some tables with rows. Tests change it by {@link #change} and
   * may replace what it holds by an earlier backup of it.
   */
  protected abstract Subject subject();

  /** Changes rows of {@link #subject}, so that its tallies are others afterwards. */
  protected abstract void change();

  /**
   * Another place that is empty, anew for each call: a database of its own, or for methods that
   * restore into a folder, a folder in which nothing is.
   */
  protected abstract Destination elsewhere();

  /** The scope under test. */
  protected Scope scope() {
    return new Scope.Whole();
  }

  /** Options of the method, such as where its programs are. */
  protected Map<String, String> options() {
    return Map.of();
  }

  protected final Backups backups() {
    return backups;
  }

  @BeforeEach
  void openRepository() throws IOException {
    Repository repository =
        Repository.open(new FolderStore(temporary.resolve("repository")), BackupKeys.generate());
    backups =
        new Backups(
            repository,
            List.of(),
            new Methods(List.of(method())),
            Files.createDirectories(temporary.resolve("work")));
  }

  @AfterEach
  void closeRepository() {
    backups.close();
  }

  @Test
  void whatIsTakenDescribesItself() {
    Created created = create(Level.FULL);

    Manifest backup = created.backup();
    assertThat(backup.method()).isEqualTo(method().name());
    assertThat(backup.server().version()).isNotBlank();
    assertThat(backup.files()).isNotEmpty();
    assertThat(backup.sizes().source()).isPositive();
    assertThat(backup.encryption()).isNotNull();
    assertThat(backup.tallies().isEmpty()).isNotEqualTo(backup.tallied().isEmpty());
    assertThat(backups.list(null).backups()).containsExactly(backup);
    assertThat(backups.show(subject().name(), "latest")).isEqualTo(backup);
  }

  @Test
  void aBackupIsVerifiedByItsChecksums() {
    Manifest backup = create(Level.FULL).backup();

    Verified verified = verify(backup, VerifyOrder.CHECKSUMS);

    assertThat(verified.failures()).isEmpty();
    assertThat(backups.show(backup.database(), backup.id()).proofs())
        .containsExactly(verified.proof());
  }

  @Test
  void aBackupIsProvenByARestoreWhateverHappenedSince() {
    Manifest backup = create(Level.FULL).backup();
    change();

    Verified verified = verify(backup, VerifyOrder.RESTORE);

    assertThat(verified.failures()).isEmpty();
    assertThat(verified.good()).isTrue();
    assertThat(verified.backup().proven()).isTrue();
    assertThat(verified.proof().findings()).extracting("check").contains("restore", "tally");
    assertThat(work()).isEmpty();
  }

  @Test
  void everyLevelIsProvenOnItsChain() {
    for (Level level : method().traits().levels()) {
      create(Level.FULL);
      change();
      Manifest backup = create(level).backup();

      Verified verified = verify(backup, VerifyOrder.RESTORE);

      assertThat(backup.level()).isEqualTo(level);
      assertThat(verified.failures()).as("%s", level).isEmpty();
    }
  }

  @Test
  void aBackupIsRestoredElsewhereAndIsTheSameThere() {
    Manifest backup = create(Level.FULL).backup();
    List<Tally> then = backup.tallies();
    change();
    Destination elsewhere = elsewhere();

    restore(order(backup, elsewhere));

    if (elsewhere instanceof Destination.Server(Subject restored)) {
      assertThat(tallies(restored)).containsExactlyInAnyOrderElementsOf(then);
    } else if (elsewhere instanceof Destination.Folder(Path folder)) {
      assertThat(folder).isNotEmptyDirectory();
    }
  }

  @Test
  void whatIsThereIsReplacedOnlyWhereAllowedAndComesBackByUndo() {
    assumeThat(method().traits().intoServer()).as("restores into a server").isTrue();
    Manifest backup = create(Level.FULL).backup();
    List<Tally> then = backup.tallies();
    change();
    List<Tally> changed = tallies(subject());
    Destination itself = new Destination.Server(subject());

    assertThatThrownBy(() -> restore(order(backup, itself))).isInstanceOf(WeirException.class);
    assertThat(tallies(subject())).containsExactlyInAnyOrderElementsOf(changed);
    restore(order(backup, itself).replace(true));
    assertThat(tallies(subject())).containsExactlyInAnyOrderElementsOf(then);
    backups.undo(null, itself, subject().name(), new Job());
    assertThat(tallies(subject())).containsExactlyInAnyOrderElementsOf(changed);
  }

  @Test
  void aFlippedBitIsNamedBeforeAnythingIsRestored() throws IOException {
    Manifest backup = create(Level.FULL).backup();
    String object = backup.files().getFirst().object();
    flip(
        temporary
            .resolve("repository/backups")
            .resolve(backup.database())
            .resolve(backup.id())
            .resolve(object));

    Verified verified = verify(backup, VerifyOrder.RESTORE);

    assertThat(verified.good()).isFalse();
    assertThat(verified.failures()).extracting("object").containsExactly(object);
  }

  @Test
  void aCancelledBackupLeavesNothingBehind() throws IOException {
    Job job = new Job();
    job.cancel();

    assertThatThrownBy(() -> backups.create(subject(), order(Level.FULL), job))
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(CoreError.CANCELLED));
    assertThat(backups.list(null).backups()).isEmpty();
    assertThat(files(temporary.resolve("repository")))
        .allMatch(file -> file.endsWith("weir-repository.json"));
    assertThat(work()).isEmpty();
  }

  @Test
  void aBackupCancelledOnItsWayLeavesNothingBehind() throws IOException {
    Job job = new Job();
    Thread.ofVirtual()
        .start(() -> {
          while (Set.of("", "Look at what there is").contains(job.progress().step())) {
            Thread.onSpinWait();
          }
          job.cancel();
        });

    // At one byte a second no backup ends before it is cancelled.
    CreateOrder slow =
        CreateOrder.builder()
            .method(method().name())
            .scope(scope())
            .options(options())
            .bytesPerSecond(1)
            .build();
    assertThatThrownBy(() -> backups.create(subject(), slow, job))
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(CoreError.CANCELLED));
    assertThat(files(temporary.resolve("repository")))
        .allMatch(file -> file.endsWith("weir-repository.json"));
    assertThat(work()).isEmpty();
    assertThat(create(Level.FULL).backup().files()).isNotEmpty();
  }

  protected final Created create(Level level) {
    return backups.create(subject(), order(level), new Job());
  }

  private CreateOrder order(Level level) {
    return CreateOrder.builder()
        .method(method().name())
        .scope(scope())
        .level(level)
        .options(options())
        .build();
  }

  protected final Verified verify(Manifest backup, VerifyOrder order) {
    return backups.verify(backup.database(), backup.id(), order, new Job());
  }

  protected final RestoreOrder order(Manifest backup, Destination destination) {
    return RestoreOrder.of(backup.database(), destination)
        .backup(backup.id())
        .point(new RestorePoint.OfBackup())
        .options(options());
  }

  protected final void restore(RestoreOrder order) {
    RestorePlan plan = backups.plan(order);
    backups.restore(plan, plan.confirmation().orElse(null), new Job());
  }

  protected final List<Tally> tallies(Subject of) {
    try {
      Path work = Files.createTempDirectory(temporary, "tally");
      return method()
          .tally(
              new BackupSource(of.database(), of.definition(), of.password(), work, options()),
              scope(),
              new Job());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private List<Path> work() {
    return files(temporary.resolve("work"));
  }

  private static List<Path> files(Path below) {
    try (Stream<Path> all = Files.walk(below)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private static void flip(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long middle = bytes.length() / 2;
      bytes.seek(middle);
      int before = bytes.read();
      bytes.seek(middle);
      bytes.write(before ^ 1);
    }
  }
}
