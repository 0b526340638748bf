package dev.weir.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.ErrorCode;
import dev.weir.api.WeirException;
import dev.weir.operations.backup.repository.Garbage;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.retention.RetentionRule;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.spi.backup.BackupChain;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Work;
import dev.weir.spi.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is done to a repository behind Weir's back is noticed and named, and nothing good is lost.
 */
class SabotageTest {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final RetentionRule ONE =
      new RetentionRule(Duration.ZERO, 1, 0, 0, 0, 0, ZoneOffset.UTC);
  @TempDir Path folder;
  private final Items items = new Items();
  private final BackupKeys keys = BackupKeys.generate();
  private Subject clinic;
  private Backups backups;

  @BeforeEach
  void begin() {
    clinic = items.of("clinic", folder.resolve("clinic.db"), 200);
    backups = open(keys, new FolderStore(folder.resolve("repository")));
  }

  @AfterEach
  void end() {
    backups.close();
    items.close();
  }

  private Backups open(BackupKeys with, ObjectStore store) {
    Repository repository = Repository.open(store, with, Clock.systemUTC(), SHORT);
    return new Backups(
        repository, List.of(), new Methods(List.of(new RowsMethod())), folder.resolve("work"));
  }

  private Backups faulty(FaultyStore.Fault fault) {
    return open(keys, new FaultyStore(new FolderStore(folder.resolve("repository")), fault));
  }

  private Manifest create() {
    return create(CreateOrder.DEFAULT);
  }

  private Manifest create(CreateOrder order) {
    return backups.create(clinic, order, new Job()).backup();
  }

  private Path place(Manifest backup) {
    return folder.resolve("repository/backups/clinic").resolve(backup.id());
  }

  private Path file(Manifest backup) {
    return place(backup).resolve(backup.files().getFirst().object());
  }

  private void read(Manifest backup) throws IOException {
    try (var in = backups.primary().content(backup).read("items.txt")) {
      in.readAllBytes();
    }
  }

  private Verified verify(Manifest backup) {
    return backups.verify("clinic", backup.id(), VerifyOrder.CHECKSUMS, new Job());
  }

  private static void assertCode(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).as("%s", error).isEqualTo(code));
  }

  private List<Path> contents() {
    try (Stream<Path> all = Files.walk(folder.resolve("repository"))) {
      return all.filter(Files::isRegularFile)
          .filter(each -> !each.endsWith("weir-repository.json"))
          .toList();
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aFlippedBitAnywhereIsNoticedByWhoeverReads(Compression compression) throws IOException {
    for (boolean encrypted : new boolean[] {true, false}) {
      Manifest backup =
          create(CreateOrder.builder().compression(compression).encrypt(encrypted).build());
      byte[] good = Files.readAllBytes(file(backup));
      Random random = new Random(7);
      for (int i = 0; i < 60; i++) {
        int bit = random.nextInt(good.length * 8);
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << (bit % 8));
        Files.write(file(backup), bad);

        // A bit that a decompressor does not look at, such as the time in a gzip header, changes
        // nothing that is read; encryption and the plain content leave no such bit.
        if (encrypted || compression == Compression.NONE) {
          assertCode(BackupError.CONTENT_DAMAGED, () -> read(backup));
        }
        assertThat(verify(backup).good()).as("bit %s", bit).isFalse();
      }
      Files.write(file(backup), good);
      assertThat(verify(backup).good()).isTrue();
    }
  }

  @Test
  void aCutFileIsNoticedAtEveryLength() throws IOException {
    Manifest backup = create();
    byte[] good = Files.readAllBytes(file(backup));
    for (int length = 0; length < good.length; length += 1 + good.length / 40) {
      Files.write(file(backup), java.util.Arrays.copyOf(good, length));

      assertCode(
          BackupError.CONTENT_DAMAGED,
          () -> {
            read(backup);
          });
    }
  }

  @Test
  void aRemovedFileIsNamed() throws IOException {
    Manifest backup = create();
    Files.delete(file(backup));

    assertThat(verify(backup).failures())
        .singleElement()
        .satisfies(each -> assertThat(each.object()).isEqualTo(backup.files().getFirst().object()))
        .satisfies(each -> assertThat(each.detail()).contains("gone"));
    Subject other = items.of("other", folder.resolve("other.db"), 0);
    RestoreOrder order =
        RestoreOrder.of("clinic", new Destination.Server(other)).backup(backup.id());
    assertCode(
        BackupError.CONTENT_MISSING, () -> backups.restore(backups.plan(order), null, new Job()));
    assertThat(Items.names(other.database())).isEmpty();
  }

  @Test
  void aRestoreIntoAFolderThatFailsLeavesNoPartOfItAndWhatWasThereBefore() throws IOException {
    Manifest backup = create();
    byte[] good = Files.readAllBytes(file(backup));
    Files.write(file(backup), java.util.Arrays.copyOf(good, good.length / 2));
    Path empty = folder.resolve("empty");
    Path used = Files.createDirectory(folder.resolve("used"));
    Files.writeString(used.resolve("mine"), "mine");

    try (Backups later =
        new Backups(
            Repository.open(new FolderStore(folder.resolve("repository")), keys),
            List.of(),
            new Methods(List.of(new IntoFolder())),
            folder.resolve("work"))) {
      for (Path each : List.of(empty, used)) {
        RestoreOrder order =
            RestoreOrder.of("clinic", new Destination.Folder(each))
                .backup(backup.id())
                .replace(true)
                .safety(false);
        assertCode(
            BackupError.CONTENT_DAMAGED, () -> later.restore(later.plan(order), null, new Job()));
      }
    }

    assertThat(empty).isEmptyDirectory();
    assertThat(used.resolve("mine")).hasContent("mine");
  }

  /** Writes files, the last of which cannot be read to its end. */
  private static final class IntoFolder extends RowsMethod {
    @Override
    public Traits traits() {
      return new Traits(super.traits().scopes(), super.traits().levels(), false, true);
    }

    @Override
    public List<Requirement> check(BackupChain chain, RestoreRequest request) {
      return List.of();
    }

    @Override
    public void restore(BackupChain chain, RestoreRequest request, Work work) {
      Path to = ((RestoreTarget.Folder) request.target()).folder();
      try {
        Files.createDirectories(to.resolve("base/1"));
        Files.writeString(to.resolve("base/1/first"), "whole");
        try (InputStream in = chain.last().read("items.txt")) {
          Files.copy(in, to.resolve("second"));
        }
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }
  }

  @Test
  void swappedManifestsAreNamed() throws IOException {
    Manifest one = create();
    Manifest two = create();
    Files.copy(
        place(one).resolve("manifest.json"),
        place(two).resolve("manifest.json"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(backups.list("clinic").backups()).containsExactly(one);
    assertThat(backups.list("clinic").damaged())
        .singleElement()
        .satisfies(each -> assertThat(each.id()).isEqualTo(two.id()))
        .satisfies(each -> assertThat(each.code()).isEqualTo("BACKUP-012"))
        .satisfies(each -> assertThat(each.reason()).contains("swapped"));
  }

  @Test
  void swappedEncryptedFilesAreNoticedEvenByThoseWhoCannotCompareChecksums() throws IOException {
    Manifest one = create();
    Manifest two = create();
    byte[] first = Files.readAllBytes(file(one));
    Files.write(file(one), Files.readAllBytes(file(two)));
    Files.write(file(two), first);

    assertThat(verify(one).good()).isFalse();
    assertCode(
        BackupError.CONTENT_DAMAGED,
        () -> {
          read(one);
        });
  }

  @Test
  void anotherKeyReadsNothingAndSaysSo() {
    Manifest backup = create();
    try (Backups others =
        open(BackupKeys.generate(), new FolderStore(folder.resolve("repository")))) {
      assertCode(BackupError.KEY_MISSING, () -> others.primary().content(backup).read("items.txt"));
      Subject other = items.of("other", folder.resolve("other.db"), 0);
      RestorePlan plan =
          others.plan(RestoreOrder.of("clinic", new Destination.Server(other)).backup(backup.id()));
      assertThat(plan.obstacles()).singleElement().asString().contains("key");
      assertCode(BackupError.REQUIREMENT_MISSING, () -> others.restore(plan, null, new Job()));
      assertThat(others.list("clinic").backups()).hasSize(1);
    }
  }

  @Test
  void replacedKeysGoOnReading() {
    Manifest old = create();
    BackupKeys rotated = keys.rotate();
    try (Backups later = open(rotated, new FolderStore(folder.resolve("repository")))) {
      Manifest fresh = later.create(clinic, CreateOrder.DEFAULT, new Job()).backup();

      assertThat(fresh.encryption()).isNotNull().isNotEqualTo(old.encryption());
      for (Manifest each : List.of(old, fresh)) {
        assertThat(later.verify("clinic", each.id(), VerifyOrder.RESTORE, new Job()).good())
            .isTrue();
      }
    }
  }

  @Test
  void keysComeBackFromTheirExport() {
    BackupKeys again = BackupKeys.parse(keys.rotate().and(BackupKeys.generate()).export());

    assertThat(again.ids()).hasSize(3).containsAll(keys.ids());
    assertThat(again.toString()).doesNotContain("value");
    assertCode(
        BackupError.KEY_MISSING,
        () -> BackupKeys.parse(dev.weir.api.Secret.of("{\"nonsense\": 1}")));
  }

  @Test
  void aBrokenChainIsNamedAndNeverChosen() throws IOException {
    Manifest full = create();
    Items.add(clinic.database(), 1000, 1010);
    CreateOrder incremental = CreateOrder.builder().level(Level.INCREMENTAL).build();
    Manifest on = create(incremental);
    assertThat(on.base()).isEqualTo(full.id());
    Files.delete(place(full).resolve("manifest.json"));

    assertCode(BackupError.CHAIN_BROKEN, () -> verify(on));
    assertThat(create(incremental).level()).isEqualTo(Level.FULL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "write", "commit", "put"})
  void aStoreThatFailsIsNamedAndLeavesNothing(String operation) {
    AtomicInteger failing = new AtomicInteger();
    try (Backups broken =
        faulty((at, key) -> {
          if (at.equals(operation) && key.startsWith("backups/")) {
            failing.incrementAndGet();
            throw new IOException("500 Internal Server Error");
          }
        })) {
      assertCode(
          BackupError.STORAGE_FAILED, () -> broken.create(clinic, CreateOrder.DEFAULT, new Job()));
    }
    assertThat(failing).hasPositiveValue();
    assertThat(contents()).isEmpty();
    assertThat(verify(create()).good()).isTrue();
  }

  @Test
  void aFullDiskIsNamed() {
    try (Backups full =
        faulty((at, key) -> {
          if (at.equals("write")) {
            throw new IOException("No space left on device");
          }
        })) {
      assertCode(
          BackupError.STORAGE_FULL, () -> full.create(clinic, CreateOrder.DEFAULT, new Job()));
    }
    assertThat(contents()).isEmpty();
  }

  @Test
  void aStoreThatHangsIsLeftByACancel() throws Exception {
    Gate gate = new Gate();
    Job job = new Job();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (Backups hanging =
        faulty((at, key) -> {
          if (at.equals("write")) {
            gate.pass();
          }
        })) {
      Thread worker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  hanging.create(clinic, CreateOrder.DEFAULT, job);
                } catch (RuntimeException failed) {
                  thrown.set(failed);
                }
              });
      gate.reached();
      job.cancel();
      worker.join();
    }
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(CoreError.CANCELLED));
    assertThat(contents()).isEmpty();
  }

  @Test
  void aDownloadThatDropsGoesOnBehindTheLastByte() {
    Manifest backup = create();
    AtomicInteger received = new AtomicInteger();
    try (Backups dropping =
        faulty((at, key) -> {
          if (at.equals("receive")
              && key.contains("content")
              && received.incrementAndGet() % 2 == 0) {
            throw new IOException("Connection reset");
          }
        })) {
      assertThat(dropping.verify("clinic", backup.id(), VerifyOrder.RESTORE, new Job()).good())
          .isTrue();
    }
    assertThat(received).hasValueGreaterThan(2);
  }

  @Test
  void aDownloadThatKeepsDroppingSaysNothingOfTheBackup() {
    Manifest backup = create();
    try (Backups dropping =
        faulty((at, key) -> {
          if (at.equals("receive") && key.contains("content")) {
            throw new IOException("Connection reset");
          }
        })) {
      assertCode(
          BackupError.STORAGE_FAILED,
          () -> dropping.verify("clinic", backup.id(), VerifyOrder.CHECKSUMS, new Job()));
    }
    assertThat(backups.show("clinic", backup.id()).proofs()).isEmpty();
  }

  @Test
  void aMakerThatWasTakenForDeadCannotFinish() throws Exception {
    Gate gate = new Gate();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    // Its lease cannot be renewed, and it sleeps before it writes its manifest.
    try (Backups sleeper =
        faulty((at, key) -> {
          if (at.equals("put") && key.endsWith("manifest.json")) {
            gate.pass();
          }
          if (at.equals("find") && key.startsWith("leases/2")) {
            throw new IOException("no route to host");
          }
        })) {
      Thread worker =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  sleeper.create(clinic, CreateOrder.DEFAULT, new Job());
                } catch (RuntimeException failed) {
                  thrown.set(failed);
                }
              });
      gate.reached();
      await().atMost(Duration.ofMinutes(2)).until(() -> !collect().removed().isEmpty());
      gate.open();
      worker.join();
    }
    assertThat(thrown.get())
        .isInstanceOfSatisfying(
            WeirException.class,
            error -> assertThat(error.code()).isEqualTo(BackupError.LEASE_LOST));
    assertThat(backups.list(null).backups()).isEmpty();
    assertThat(backups.list(null).damaged()).isEmpty();
  }

  private Garbage.Collected collect() {
    return backups.gc(false, new Job()).getFirst();
  }

  @Test
  void whatIsBeingMadeIsNoGarbage() throws Exception {
    Gate gate = new Gate();
    try (Backups slow =
        faulty((at, key) -> {
          if (at.equals("put") && key.endsWith("manifest.json")) {
            gate.pass();
          }
        })) {
      Thread worker =
          Thread.ofVirtual().start(() -> slow.create(clinic, CreateOrder.DEFAULT, new Job()));
      gate.reached();
      TimeUnit.MILLISECONDS.sleep(SHORT.toMillis() * 2);

      assertThat(collect().removed()).isEmpty();
      assertThat(collect().spared()).singleElement().asString().contains("being made");
      gate.open();
      worker.join();
    }
    assertThat(verify(backups.list(null).backups().getFirst()).good()).isTrue();
  }

  @Test
  void whatIsReadIsNotPruned() throws Exception {
    Manifest old = create();
    create();
    Gate gate = new Gate();
    try (Backups slow =
        faulty((at, key) -> {
          if (at.equals("read") && key.contains("/content/")) {
            gate.pass();
          }
        })) {
      AtomicReference<Verified> verified = new AtomicReference<>();
      Thread worker =
          Thread.ofVirtual()
              .start(() ->
                  verified.set(slow.verify("clinic", old.id(), VerifyOrder.CHECKSUMS, new Job())));
      gate.reached();

      PrunePlan plan = backups.prune("clinic", ONE, null, new Job());
      assertThat(plan.going()).isEmpty();
      assertThat(plan.verdicts().getFirst().reasons()).contains("in use now");
      gate.open();
      worker.join();
      assertThat(Objects.requireNonNull(verified.get()).good()).isTrue();
    }
    assertThat(backups.prune("clinic", ONE, null, new Job()).going())
        .extracting(Manifest::id)
        .containsExactly(old.id());
    assertThat(collect().removed()).isEmpty();
  }

  @Test
  void aWrongPlaceIsRefusedByNameAndUntouched() throws IOException {
    assertRefused("pgBackRest", "backup/main/backup.info", "archive/main/archive.info");
    assertRefused("restic", "config", "keys/" + "ab".repeat(32), "data/00/x");
    assertRefused("borg", "config", "data/0/1", "hints.5");
    assertRefused("barman", "main/base/20261121T000000/backup.info", "main/wals/x");
    Path other = folder.resolve("photos");
    Files.createDirectories(other);
    Files.writeString(other.resolve("cat.jpg"), "");
    assertCode(BackupError.PLACE_NOT_EMPTY, () -> open(keys, new FolderStore(other)));
    assertThat(other.resolve("weir-repository.json")).doesNotExist();
  }

  private void assertRefused(String tool, String... files) throws IOException {
    Path place = folder.resolve(tool);
    for (String file : files) {
      Files.createDirectories(place.resolve(file).getParent());
      Files.writeString(place.resolve(file), "");
    }
    assertCode(BackupError.FOREIGN_REPOSITORY, () -> open(keys, new FolderStore(place)));
    assertThatThrownBy(() -> open(keys, new FolderStore(place))).hasMessageContaining(tool);
    assertThat(place.resolve("weir-repository.json")).doesNotExist();
  }

  @Test
  void aCopyThatFailsIsToldAndCaughtUpLater() throws IOException {
    AtomicInteger down = new AtomicInteger(1);
    ObjectStore elsewhere =
        new FaultyStore(
            new FolderStore(folder.resolve("copy")),
            (at, key) -> {
              if (down.get() == 1 && key.startsWith("backups/")) {
                throw new IOException("no route to host");
              }
            });
    Repository copy = Repository.open(elsewhere, keys, Clock.systemUTC(), SHORT);
    try (Backups two =
        new Backups(
            backups.primary(),
            List.of(copy),
            new Methods(List.of(new RowsMethod())),
            folder.resolve("work"))) {
      Created created = two.create(clinic, CreateOrder.DEFAULT, new Job());
      assertThat(created.incomplete()).isTrue();
      assertThat(created.copies().getFirst().failures())
          .singleElement()
          .asString()
          .contains("route");
      two.hold("clinic", created.backup().id(), "case 7", "judge", null);

      down.set(0);
      Copied copied = two.copy(null, new Job()).getFirst();
      assertThat(copied.failures()).isEmpty();
      assertThat(copied.backups()).containsExactly(created.backup().id());
      assertThat(two.copy(null, new Job()).getFirst().backups()).isEmpty();
      Verified verified =
          two.verify(
              "clinic",
              created.backup().id(),
              new VerifyOrder(true, List.of(), copy.location()),
              new Job());
      assertThat(verified.good()).isTrue();
      assertThat(verified.backup().held(java.time.Instant.now())).isTrue();
    }
  }

  @Test
  void aFileOfTheLogIsKeptOnceAndNeverReplaced() throws IOException {
    Path segment = Files.writeString(folder.resolve("segment"), "first");
    Path other = Files.writeString(folder.resolve("other"), "second");
    String name = "000000010000000000000001";

    backups.archive("clinic", name, segment);
    backups.archive("clinic", name, segment);
    assertCode(BackupError.LOG_CONFLICT, () -> backups.archive("clinic", name, other));

    Path back = folder.resolve("back");
    assertThat(backups.fetchLog("clinic", name, back)).isTrue();
    assertThat(back).hasContent("first");
    assertThat(backups.fetchLog("clinic", "000000010000000000000002", back)).isFalse();
    assertThat(backups.log("clinic"))
        .singleElement()
        .satisfies(each -> {
          assertThat(each.name()).isEqualTo(name);
          assertThat(each.size()).isEqualTo(5);
        });
  }

  @Test
  void aDamagedFileOfTheLogIsNotHandedOut() throws IOException {
    Path segment = Files.writeString(folder.resolve("segment"), "x".repeat(100_000));
    backups.archive("clinic", "1", segment);
    Path stored =
        contents().stream()
            .filter(each -> each.toString().endsWith(".zst"))
            .findFirst()
            .orElseThrow();
    try (RandomAccessFile bytes = new RandomAccessFile(stored.toFile(), "rw")) {
      bytes.seek(bytes.length() - 3);
      int before = bytes.read();
      bytes.seek(bytes.length() - 3);
      bytes.write(before ^ 4);
    }

    Path back = folder.resolve("back");
    assertCode(BackupError.CONTENT_DAMAGED, () -> backups.fetchLog("clinic", "1", back));
    assertThat(back).doesNotExist();
  }
}
