package dev.weir.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.ErrorCode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.SampleManifests;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.operations.backup.stream.Compression;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {
  @TempDir Path folder;
  private final Items items = new Items();
  private FaultyStore store;
  private Subject clinic;
  private Backups backups;

  @BeforeEach
  void begin() {
    clinic = items.of("clinic", folder.resolve("clinic.db"), 20);
    store = new FaultyStore(new FolderStore(folder.resolve("repository")), (_, _) -> {});
    backups =
        new Backups(
            Repository.open(store, BackupKeys.NONE),
            List.of(),
            new Methods(List.of(new RowsMethod())),
            folder.resolve("work"));
  }

  @AfterEach
  void end() {
    backups.close();
    items.close();
  }

  private Manifest create() {
    return backups.create(clinic, CreateOrder.DEFAULT, new Job()).backup();
  }

  private static void assertCode(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).as("%s", error).isEqualTo(code));
  }

  @Test
  void productionIsOverwrittenOnlyByWhoTypesItsName() {
    Subject production = items.production("hospital", folder.resolve("hospital.db"), 3);
    Manifest backup = backups.create(production, CreateOrder.DEFAULT, new Job()).backup();
    RestorePlan plan =
        backups.plan(
            RestoreOrder.of("hospital", new Destination.Server(production))
                .backup(backup.id())
                .replace(true));
    Items.add(production.database(), 10, 12);

    assertThat(plan.confirmation()).contains("hospital");
    assertCode(BackupError.NOT_CONFIRMED, () -> backups.restore(plan, null, new Job()));
    assertCode(BackupError.NOT_CONFIRMED, () -> backups.restore(plan, "Hospital", new Job()));
    assertThat(Items.names(production.database())).hasSize(5);
    backups.restore(plan, "hospital", new Job());
    assertThat(Items.names(production.database())).hasSize(3);
  }

  @Test
  void aPlanChangesNothingAndSaysWhatWouldHappen() {
    create();
    Items.add(clinic.database(), 100, 105);
    Manifest on =
        backups
            .create(clinic, CreateOrder.builder().level(Level.INCREMENTAL).build(), new Job())
            .backup();
    backups.verify("clinic", on.id(), VerifyOrder.RESTORE, new Job());
    Subject other = items.of("other", folder.resolve("other.db"), 2);

    RestorePlan plan =
        backups.plan(
            RestoreOrder.of("clinic", new Destination.Server(other))
                .point(new RestorePoint.Latest()));

    assertThat(plan.chain())
        .extracting(Manifest::level)
        .containsExactly(Level.FULL, Level.INCREMENTAL);
    assertThat(plan.plainBytes()).isPositive();
    assertThat(plan.storedBytes()).isPositive();
    assertThat(plan.estimate()).isPresent();
    assertThat(plan.obstacles()).singleElement().asString().contains("2 rows");
    assertThat(plan.requirements()).extracting("name").contains("point", "empty");
    assertThat(Items.names(other.database())).hasSize(2);
    assertThat(backups.restores()).isEmpty();
  }

  @Test
  void aTimeBeforeTheFirstBackupIsRefusedWithTheRange() {
    Manifest first = create();
    Destination itself = new Destination.Server(clinic);

    assertCode(
        BackupError.POINT_OUT_OF_REACH,
        () ->
            backups.plan(
                RestoreOrder.of("clinic", itself)
                    .point(new RestorePoint.At(first.consistentAt().minusSeconds(1), true))));
    assertCode(BackupError.UNKNOWN_BACKUP, () -> backups.plan(RestoreOrder.of("nobody", itself)));
    assertCode(
        BackupError.UNKNOWN_BACKUP,
        () -> backups.plan(RestoreOrder.of("clinic", itself).backup("yesterday")));
    assertThat(
            backups
                .plan(
                    RestoreOrder.of("clinic", itself)
                        .point(new RestorePoint.At(Instant.now(), true)))
                .backup()
                .id())
        .isEqualTo(first.id());
  }

  @Test
  void aTransactionCannotBeReachedWithoutALog() {
    create();

    RestorePlan plan =
        backups.plan(
            RestoreOrder.of("clinic", new Destination.Server(clinic))
                .point(new RestorePoint.Transaction("731", true))
                .replace(true));

    assertThat(plan.obstacles()).singleElement().asString().contains("cannot be rolled forward");
  }

  @Test
  void aPlanForAThousandBackupsReadsEachManifestOnce() throws IOException {
    Manifest one = create();
    SampleManifests.putLike(backups.primary(), one, 999);
    Subject other = items.of("other", folder.resolve("other.db"), 0);
    long before = store.operations.get();
    long began = System.nanoTime();

    RestorePlan plan = backups.plan(RestoreOrder.of("clinic", new Destination.Server(other)));

    System.out.println(
        "Plan for 1,000 backups: "
            + Duration.ofNanos(System.nanoTime() - began).toMillis()
            + " ms");
    assertThat(plan.chain()).hasSize(1);
    assertThat(store.operations.get() - before).isBetween(1_000L, 1_010L);
  }

  @Test
  void aUsersCheckDecidesToo() {
    Manifest backup = create();
    SqlCheck right = new SqlCheck("all there", "select count(*) from items", "20");
    SqlCheck wrong = new SqlCheck("none odd", "select count(*) from items where id % 2 = 1", "0");
    SqlCheck broken = new SqlCheck("broken", "select nonsense", "0");

    assertThat(verify(backup, right).good()).isTrue();
    Verified verified = verify(backup, right, wrong, broken);

    assertThat(verified.failures()).extracting("check").containsExactly("none odd", "broken");
    assertThat(verified.backup().good()).isFalse();
    assertThat(backups.show("clinic", backup.id()).proofs()).hasSize(2);
  }

  private Verified verify(Manifest backup, SqlCheck... checks) {
    return backups.verify(
        "clinic", backup.id(), new VerifyOrder(true, List.of(checks), null), new Job());
  }

  @Test
  void aBackupThatDoesNotHoldWhatItSaysFailsItsProof() {
    Manifest backup = create();
    // As if the method had lost a row on its way: the tallies say one thing, the content another.
    Manifest lie =
        new Manifest(
            backup.repository(),
            backup.id(),
            backup.database(),
            backup.type(),
            backup.environment(),
            backup.method(),
            backup.level(),
            backup.base(),
            backup.scope(),
            backup.server(),
            backup.started(),
            backup.consistentAt(),
            backup.finished(),
            backup.position(),
            backup.sizes(),
            backup.compression(),
            backup.encryption(),
            backup.files(),
            List.of(
                new dev.weir.spi.backup.Tally("items", 21, "x"),
                new dev.weir.spi.backup.Tally("gone", 1, "y")),
            "",
            backup.labels(),
            backup.facts(),
            backup.hold(),
            backup.proofs(),
            backup.weir());
    backups.primary().edit("clinic", backup.id(), _ -> lie);

    Verified verified = verify(backup);

    assertThat(verified.failures()).extracting("object").containsExactlyInAnyOrder("items", "gone");
  }

  @Test
  void whatIsHeldIsNotPrunedUntilItIsReleased() {
    Manifest old = create();
    create();
    var rule =
        new dev.weir.operations.backup.retention.RetentionRule(
            Duration.ZERO, 1, 0, 0, 0, 0, java.time.ZoneOffset.UTC);
    backups.hold("clinic", old.id(), "case 7", "judge", null);

    assertThat(backups.prune("clinic", rule, null, new Job()).going()).isEmpty();
    backups.release("clinic", old.id());
    assertThat(backups.planPrune("clinic", rule, null).going())
        .extracting(Manifest::id)
        .containsExactly(old.id());
    backups.prune("clinic", rule, null, new Job());
    assertThat(backups.list("clinic").backups()).hasSize(1);
  }

  @Test
  void aPatchIsAFileToReadAndNothingIsChanged() throws IOException {
    Manifest backup = create();
    clinic.database().update("delete from items where id < 5");
    Path file = folder.resolve("patch.sql");

    Patch patch =
        backups.patch(
            "clinic", backup.id(), new Scope.OneTable("main", "items"), clinic, file, new Job());

    assertThat(Files.readString(patch.file())).contains("insert or replace into items values (0,");
    assertThat(Items.names(clinic.database())).hasSize(15);
    assertCode(
        BackupError.INVALID_NAME,
        () ->
            backups.patch(
                "clinic",
                backup.id(),
                new Scope.OneTable("main", "items"),
                clinic,
                file,
                new Job()));
  }

  @Test
  void targetsAreComparedWithWhatWasMeasured() {
    Objectives strict =
        new Objectives(Duration.ofNanos(1), Duration.ofNanos(1), Duration.ofDays(1));
    assertThat(backups.standing("clinic", strict).misses()).hasSize(2);
    Manifest backup = create();
    create();
    backups.verify("clinic", backup.id(), VerifyOrder.RESTORE, new Job());

    Standing standing = backups.standing("clinic", strict);

    assertThat(standing.lastProven()).get().extracting(Manifest::id).isEqualTo(backup.id());
    assertThat(standing.lossNow()).isPresent();
    assertThat(standing.worstLoss()).isPresent();
    assertThat(standing.downtime()).isPresent();
    assertThat(standing.misses()).hasSize(2).noneMatch(miss -> miss.contains("proven"));
    assertThat(backups.standing("clinic", Objectives.NONE).misses()).isEmpty();
  }

  @Test
  void progressIsToldWhileItRuns() {
    Job job = new Job();

    backups.create(clinic, CreateOrder.DEFAULT, job);

    assertThat(job.progress().done()).isPositive();
    assertThat(job.progress().step()).isNotBlank();
  }

  @Test
  void whatIsStoredIsReadByTheProgramsOfTheFormats() throws Exception {
    Map<Compression, String> programs =
        Map.of(
            Compression.ZSTD, "zstd -dc",
            Compression.GZIP, "gzip -dc",
            Compression.LZ4, "lz4 -dc",
            Compression.NONE, "cat");
    for (Map.Entry<Compression, String> each : programs.entrySet()) {
      Manifest backup =
          backups
              .create(clinic, CreateOrder.builder().compression(each.getKey()).build(), new Job())
              .backup();
      Path file =
          folder
              .resolve("repository/backups/clinic")
              .resolve(backup.id())
              .resolve(backup.files().getFirst().object());
      Process process = new ProcessBuilder("sh", "-c", each.getValue() + " < " + file).start();

      assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .as("%s", each.getKey())
          .startsWith("0 item 0\n1 item 1\n");
    }
  }

  @Test
  void aBackupThatNobodyCanTakeIsRefusedWithWhatThereIs() {
    assertCode(
        BackupError.NO_METHOD,
        () -> backups.create(clinic, CreateOrder.builder().method("pg_dump").build(), new Job()));
    assertCode(
        BackupError.NO_METHOD,
        () ->
            backups.create(
                clinic, CreateOrder.builder().level(Level.DIFFERENTIAL).build(), new Job()));
    assertCode(
        BackupError.KEY_MISSING,
        () -> backups.create(clinic, CreateOrder.builder().encrypt(true).build(), new Job()));
  }

  @Test
  void aDumpOfAnOlderScriptIsRestoredAndCanBeUndone() throws Exception {
    Path dump = Files.writeString(folder.resolve("dump.txt"), "1 from long ago\n2 too\n");
    Path file = folder.resolve("dump.txt.gz.enc");
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "gzip -c %s | openssl enc -aes-256-cbc -salt -pbkdf2 -pass pass:secret -out %s"
                    .formatted(dump, file))
            .start();
    assertThat(process.waitFor()).as("openssl and gzip are installed").isZero();
    Destination itself = new Destination.Server(clinic);
    ImportOrder order =
        new ImportOrder(
            file, Secret.of("secret"), "rows", "items.txt", itself, true, true, Map.of());

    backups.restoreFile(order, null, new Job());

    assertThat(Items.names(clinic.database())).containsExactly("from long ago", "too");
    backups.undo(null, itself, null, new Job());
    assertThat(Items.names(clinic.database())).hasSize(20);
  }

  @Test
  void nothingThereIsNothingToUndo() {
    assertCode(
        BackupError.NOTHING_TO_UNDO,
        () -> backups.undo(null, new Destination.Server(clinic), null, new Job()));
  }
}
