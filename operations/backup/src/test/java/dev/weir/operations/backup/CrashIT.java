package dev.weir.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.operations.backup.repository.Manifest;
import dev.weir.operations.backup.repository.Repository;
import dev.weir.operations.backup.repository.RestoreRecord;
import dev.weir.operations.backup.store.FolderStore;
import dev.weir.operations.backup.stream.BackupKeys;
import dev.weir.spi.backup.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process of its own is killed (signal 9) before and after each change of the repository;
 * whatever the step, what was good is good, the repository goes on, and the garbage can be
 * collected.
 */
@Tag("long")
class CrashIT {
  @TempDir Path folder;
  private final Items items = new Items();
  private final BackupKeys keys = BackupKeys.generate();
  private Subject clinic;
  private Backups backups;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(folder.resolve("keys"), keys.export().reveal());
    clinic = items.of("clinic", folder.resolve("clinic.db"), 30);
    backups =
        new Backups(
            Repository.open(
                new FolderStore(folder.resolve("repository")),
                keys,
                Clock.systemUTC(),
                Duration.ofSeconds(5)),
            List.of(),
            new Methods(List.of(new RowsMethod())),
            folder.resolve("work"));
  }

  @AfterEach
  void end() {
    backups.close();
    items.close();
  }

  private Manifest create(Level level) {
    return backups.create(clinic, CreateOrder.builder().level(level).build(), new Job()).backup();
  }

  /** Runs the process; answers the number of its steps, or 0 when it was killed. */
  private int run(String action, int fatal) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                CrashingProcess.class.getName(),
                action,
                folder.toString(),
                Integer.toString(fatal))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code == 137) {
      return 0;
    }
    assertThat(code).as("%s at %s: %s", action, fatal, out).isZero();
    return Integer.parseInt(out.replaceAll("(?s).*steps (\\d+).*", "$1"));
  }

  private interface Check {
    void after(int step) throws Exception;
  }

  /** Kills the process at its first step, its second, and so on, until it gets through. */
  private int killAtEachStep(String action, Check before, Check after) throws Exception {
    for (int step = 1; ; step++) {
      before.after(step);
      int through = run(action, step);
      after.after(step);
      if (through > 0) {
        return step;
      }
    }
  }

  private void everythingListedIsGood(int step) {
    assertThat(backups.list(null).damaged()).as("step %s", step).isEmpty();
    for (Manifest each : backups.list(null).backups()) {
      assertThat(backups.verify("clinic", each.id(), VerifyOrder.CHECKSUMS, new Job()).failures())
          .as("step %s: %s", step, each.id())
          .isEmpty();
    }
  }

  /** Once the leases of the dead have run out. */
  private void theGarbageGoes(int step) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .untilAsserted(() -> {
          assertThat(backups.gc(false, new Job()).getFirst().spared()).isEmpty();
          assertThat(unnamed()).as("step %s", step).isEmpty();
        });
  }

  /** Contents that belong to no backup, and uploads that nobody ends. */
  private List<Path> unnamed() throws IOException {
    List<Path> named = new ArrayList<>();
    Path repository = folder.resolve("repository");
    for (Manifest each : backups.list(null).backups()) {
      Path place = repository.resolve("backups/clinic").resolve(each.id());
      each.files().forEach(file -> named.add(place.resolve(file.object())));
    }
    try (Stream<Path> all = Files.walk(repository)) {
      return all.filter(Files::isRegularFile)
          .filter(file ->
              file.toString().contains("/content/") || file.toString().contains(".weir-uploads"))
          .filter(file -> !named.contains(file))
          .toList();
    }
  }

  @Test
  void aCreateThatIsKilledAtAnyStepLeavesGoodBackupsOrNone() throws Exception {
    Manifest good = create(Level.FULL);

    int steps =
        killAtEachStep(
            "create",
            _ -> {},
            step -> {
              assertThat(backups.list(null).find("clinic", good.id()))
                  .as("step %s", step)
                  .isPresent();
              everythingListedIsGood(step);
            });

    assertThat(steps).isGreaterThan(8);
    theGarbageGoes(steps);
    everythingListedIsGood(steps);
    assertThat(create(Level.INCREMENTAL).level()).isEqualTo(Level.INCREMENTAL);
  }

  @Test
  void aPruneThatIsKilledAtAnyStepLosesNothingThatIsKept() throws Exception {
    Manifest[] kept = new Manifest[2];

    int steps =
        killAtEachStep(
            "prune",
            _ -> {
              create(Level.FULL);
              create(Level.INCREMENTAL);
              kept[0] = create(Level.FULL);
              kept[1] = create(Level.INCREMENTAL);
            },
            step -> {
              for (Manifest each : kept) {
                assertThat(backups.list(null).find("clinic", each.id()))
                    .as("step %s", step)
                    .isPresent();
              }
              for (Manifest each : backups.list(null).backups()) {
                assertThat(Chains.whole(each, backups.list(null))).as("step %s", step).isTrue();
              }
              // What the dead has claimed is free again once its lease has run out.
              await()
                  .atMost(Duration.ofMinutes(1))
                  .until(() -> backups.primary().leases().live().isEmpty());
              everythingListedIsGood(step);
            });

    assertThat(steps).isGreaterThan(8);
    theGarbageGoes(steps);
    assertThat(backups.list(null).backups())
        .containsExactlyInAnyOrder(
            backups.show("clinic", kept[0].id()), backups.show("clinic", kept[1].id()));
  }

  @Test
  void aRestoreThatIsKilledAtAnyStepCanBeUndoneOrHasNotBegun() throws Exception {
    create(Level.FULL);
    List<String> then = Items.names(clinic.database());
    Items.add(clinic.database(), 500, 505);
    List<String> now = Items.names(clinic.database());

    int steps =
        killAtEachStep(
            "restore",
            _ -> {},
            step -> {
              List<String> found = Items.names(clinic.database());
              assertThat(found).as("step %s", step).isIn(then, now);
              List<RestoreRecord> begun =
                  backups.restores().stream()
                      .filter(each -> each.state() != RestoreRecord.State.UNDONE)
                      .toList();
              if (begun.isEmpty()) {
                assertThat(found).as("step %s", step).isEqualTo(now);
              } else {
                backups.undo(null, new Destination.Server(clinic), null, new Job());
                assertThat(Items.names(clinic.database())).as("step %s", step).isEqualTo(now);
              }
              everythingListedIsGood(step);
            });

    assertThat(steps).isGreaterThan(10);
    theGarbageGoes(steps);
  }

  @Test
  void aCollectionThatIsKilledAtAnyStepLosesNothing() throws Exception {
    Manifest good = create(Level.FULL);

    int steps =
        killAtEachStep(
            "gc",
            step -> {
              Path left =
                  folder.resolve(
                      "repository/backups/clinic/20260101T00000%d".formatted(step % 10)
                          + "Z-00%02x/content".formatted(step));
              Files.createDirectories(left);
              Path file = Files.writeString(left.resolve("items.txt.zst"), "half");
              Files.setLastModifiedTime(
                  file, java.nio.file.attribute.FileTime.fromMillis(1_700_000_000_000L));
            },
            step -> {
              assertThat(backups.list(null).find("clinic", good.id()))
                  .as("step %s", step)
                  .isPresent();
              everythingListedIsGood(step);
              await()
                  .atMost(Duration.ofMinutes(1))
                  .until(() -> backups.primary().leases().live().isEmpty());
            });

    assertThat(steps).isGreaterThan(4);
    theGarbageGoes(steps);
  }
}
