package dev.weir.backup.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.backups.FolderLog;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One server under write load with a backup and its WAL archived; each test restores from there.
 */
@Tag("long")
class PgBaseBackupIT {
  private static final int FLIPPED = 8192 + 700;

  private static final Scope CLUSTER = new Scope.Cluster();
  private static final BackupMethod METHOD = new PgBaseBackup();

  @TempDir static Path folder;

  private static DatabaseServer server;
  private static Workplace place;
  private static FolderBackup backup;
  private static FolderLog archive;

  /** Commits one after another: each has a number, an xid, an LSN behind it and a time. */
  private record Mark(long number, String xid, String lsn, Instant time) {}

  private static Mark first;
  private static Mark marked;
  private static Mark next;

  @BeforeAll
  static void backUpUnderLoad() throws Exception {
    place = new Workplace(folder);
    Path raw = Files.createDirectories(folder.resolve("raw"));
    server =
        Servers.freshPostgresql15(
            Map.of(
                "archive_mode", "on",
                "archive_command", "cp %p " + raw + "/%f",
                "wal_level", "replica",
                "track_commit_timestamp", "on",
                "max_wal_senders", "5"));
    BackupSource source = place.source(server.adminUrl(), "weir");
    Sample.fill(source.database());
    source.database().update("create table marks (number bigint primary key)");
    archive = new FolderLog(folder.resolve("archive"));
    try (Writer writer = Writer.on(source.database())) {
      Awaitility.await().until(() -> writer.written() > 10);
      FolderBackup compressed = new FolderBackup(place.fresh("backup"), CLUSTER, Level.FULL);
      backup = place.take(METHOD, source, compressed.compressed("zstd"), 2);
      first = mark(source, 1);
      switchLog(source);
      marked = mark(source, 2);
      next = mark(source, 3);
      source
          .database()
          .query("select pg_create_restore_point('before the fourth')::text")
          .list(row -> row.text(0));
      mark(source, 4);
      switchLog(source);
      mark(source, 5);
      switchLog(source);
    }
    Awaitility.await()
        .until(() -> {
          try (var files = Files.list(raw)) {
            return files.filter(file -> file.getFileName().toString().length() == 24).count() >= 5
                && archivedAll(source);
          }
        });
    WalArchiving archiving = new WalArchiving(archive);
    try (var files = Files.list(raw)) {
      for (Path file : files.sorted().toList()) {
        archiving.archive(file, file.getFileName().toString());
      }
    }
  }

  private static boolean archivedAll(BackupSource source) {
    return source
        .database()
        .query(
            "select last_archived_wal = pg_walfile_name(pg_current_wal_lsn() - 16777216) or"
                + " last_archived_wal >= pg_walfile_name(pg_switch_wal() - 16777216) from"
                + " pg_stat_archiver")
        .first(row -> row.booleanAt(0))
        .orElseThrow();
  }

  private static Mark mark(BackupSource source, long number) throws Exception {
    String xid =
        source
            .database()
            .transaction(transaction -> {
              transaction.update("insert into marks values (?)", number);
              return transaction
                  .query("select pg_current_xact_id()::text")
                  .first(row -> row.text(0))
                  .orElseThrow();
            });
    String lsn = ask(source, "select pg_current_wal_lsn()::text");
    Instant time =
        Times.epoch(
            ask(
                source,
                "select extract(epoch from pg_xact_commit_timestamp('" + xid + "'::xid))::text"));
    Thread.sleep(20);
    return new Mark(number, xid, lsn, time);
  }

  private static String ask(BackupSource source, String query) {
    return source.database().query(query).first(row -> row.text(0)).orElseThrow();
  }

  private static void switchLog(BackupSource source) {
    ask(source, "select pg_switch_wal()::text");
  }

  @AfterAll
  static void leave() {
    place.close();
    server.close();
  }

  private static List<Long> marksAt(RestorePoint point) throws IOException {
    return marksAt(point, archive, restored -> {});
  }

  private static List<Long> marksAt(RestorePoint point, FolderLog log, Consumer<BackupSource> look)
      throws IOException {
    return marksAt(point, log, Map.of(), (restored, data) -> look.accept(restored));
  }

  private static List<Long> marksAt(
      RestorePoint point,
      FolderLog log,
      Map<String, String> options,
      BiConsumer<BackupSource, Path> look)
      throws IOException {
    try (Scratch scratch = METHOD.scratch(backup, place.fresh("scratch"), place.work)) {
      Path data = Objects.requireNonNull(scratch.folder());
      METHOD.restore(
          backup.chain(log),
          new RestoreRequest(new RestoreTarget.Folder(data), point, CLUSTER, 1, false, options),
          place.work);
      scratch.start(place.work);
      BackupSource restored = place.of(scratch);
      look.accept(restored, data);
      return restored
          .database()
          .query("select number from marks order by 1")
          .list(row -> row.longAt(0));
    }
  }

  @Test
  void aServerThatWasRestoredAndWentOnIsFollowedOnItsNewTimeline() throws IOException {
    FolderLog log = copy();
    marksAt(
        new RestorePoint.Transaction(marked.xid(), true),
        log,
        Map.of(),
        (restored, data) -> {
          restored.database().update("insert into marks values (100)");
          switchLog(restored);
          restored.database().update("insert into marks values (101)");
          archiveFinished(restored, data.resolve("pg_wal"), log);
        });

    assertThat(log.find("00000002.history")).isPresent();
    assertThat(marksAt(new RestorePoint.Latest(), log, _ -> {})).containsExactly(1L, 2L, 100L);
    assertThat(marksAt(new RestorePoint.Latest(), log, Map.of("timeline", "1"), (_, _) -> {}))
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThatThrownBy(
            () -> marksAt(new RestorePoint.Latest(), log, Map.of("timeline", "7"), (_, _) -> {}))
        .satisfies(code(PostgresBackupError.POINT));
  }

  private static void archiveFinished(BackupSource restored, Path wal, FolderLog log) {
    String current = ask(restored, "select pg_walfile_name(pg_current_wal_lsn())");
    try (var files = Files.list(wal)) {
      WalArchiving archiving = new WalArchiving(log);
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        boolean history = name.equals("00000002.history");
        boolean finished = name.matches("00000002[0-9A-F]{16}") && name.compareTo(current) < 0;
        if (history || finished) {
          archiving.archive(file, name);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void theBackupsOwnStateIsConsistentAndPassesEveryCheck() throws IOException {
    List<Long> marks =
        marksAt(
            new RestorePoint.OfBackup(),
            archive,
            restored -> {
              assertThat(METHOD.inspect(restored, CLUSTER, place.work))
                  .extracting(Finding::outcome)
                  .doesNotContain(Finding.Outcome.FAILED)
                  .contains(Finding.Outcome.OK);
              assertThat(
                      restored
                          .database()
                          .query(
                              "select (select value from counters) = (select count(*) from visits"
                                  + " where note like 'busy %')")
                          .first(row -> row.booleanAt(0)))
                  .contains(true);
            });

    assertThat(marks).isEmpty();
  }

  @Test
  void theLatestStateIsAllThatWasArchived() throws IOException {
    assertThat(marksAt(new RestorePoint.Latest())).containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void aTransactionIsTheLastOneThatIsThere() throws IOException {
    assertThat(marksAt(new RestorePoint.Transaction(marked.xid(), true))).containsExactly(1L, 2L);
  }

  @Test
  void aTransactionIsTheFirstOneThatIsMissingWhenExclusive() throws IOException {
    assertThat(marksAt(new RestorePoint.Transaction(marked.xid(), false))).containsExactly(1L);
  }

  @Test
  void aTimeHitsTheTransactionThatWasCommittedThen() throws IOException {
    assertThat(marksAt(new RestorePoint.At(marked.time(), true))).containsExactly(1L, 2L);
  }

  @Test
  void aTimeLeavesTheTransactionOutWhenExclusive() throws IOException {
    assertThat(marksAt(new RestorePoint.At(marked.time(), false))).containsExactly(1L);
  }

  @Test
  void aPlaceInTheLogEndsThere() throws IOException {
    assertThat(marksAt(new RestorePoint.InLog(marked.lsn(), true))).containsExactly(1L, 2L);
    assertThat(marksAt(new RestorePoint.InLog(marked.lsn(), false))).containsExactly(1L, 2L);
  }

  @Test
  void aNamedPointEndsThere() throws IOException {
    assertThat(marksAt(new RestorePoint.Named("before the fourth"))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aPointBeforeTheBackupIsRefused() {
    for (RestorePoint point :
        List.of(
            new RestorePoint.At(backup.started().minusSeconds(60), true),
            new RestorePoint.InLog("0/1000000", true))) {
      assertThatThrownBy(() -> marksAt(point)).satisfies(code(PostgresBackupError.POINT));
    }
  }

  @Test
  void aPointThatIsNeverReachedIsAFailureAndNotAnEarlierState() {
    assertThatThrownBy(() -> marksAt(new RestorePoint.Named("no such point")))
        .satisfies(code(PostgresBackupError.RECOVERY))
        .hasMessageContaining("before configured recovery target was reached");
  }

  @Test
  void aMissingSegmentIsNamedBeforeAnythingIsWritten() throws IOException {
    FolderLog broken = copy();
    String middle = segments(broken).get(segments(broken).size() / 2);
    Files.delete(broken.folder().resolve(middle));
    Path target = folder.resolve("untouched");

    assertThatThrownBy(() ->
            METHOD.restore(
                backup.chain(broken),
                new RestoreRequest(
                    new RestoreTarget.Folder(target),
                    new RestorePoint.Latest(),
                    CLUSTER,
                    1,
                    false,
                    Map.of()),
                place.work))
        .satisfies(code(PostgresBackupError.LOG_INCOMPLETE))
        .hasMessageContaining(middle);
    assertThat(target).doesNotExist();
  }

  @Test
  void aTruncatedSegmentIsNamed() throws IOException {
    FolderLog broken = copy();
    String middle = segments(broken).get(segments(broken).size() / 2);
    try (RandomAccessFile file =
        new RandomAccessFile(broken.folder().resolve(middle).toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }

    assertThatThrownBy(() -> marksAt(new RestorePoint.Latest(), broken, _ -> {}))
        .satisfies(code(PostgresBackupError.LOG_FILE))
        .hasMessageContaining(middle);
  }

  @Test
  void segmentsThatChangedPlacesAreNamed() throws IOException {
    FolderLog broken = copy();
    List<String> names = segments(broken);
    Path one = broken.folder().resolve(names.get(names.size() - 1));
    Path other = broken.folder().resolve(names.get(names.size() - 2));
    Path aside = broken.folder().resolveSibling("aside");
    Files.move(one, aside, StandardCopyOption.REPLACE_EXISTING);
    Files.move(other, one);
    Files.move(aside, other);

    assertThatThrownBy(() -> marksAt(new RestorePoint.Latest(), broken, _ -> {}))
        .satisfies(code(PostgresBackupError.LOG_FILE));
  }

  @Test
  void aFlippedBitInARecordIsFoundBeforeTheServerStarts() throws IOException {
    FolderLog broken = copy();
    try (RandomAccessFile file =
        new RandomAccessFile(
            broken.folder().resolve(lastWithRecordsAt(broken, FLIPPED)).toFile(), "rw")) {
      file.seek(FLIPPED);
      int old = file.read();
      file.seek(FLIPPED);
      file.write(old ^ 4);
    }

    assertThatThrownBy(() -> marksAt(new RestorePoint.Latest(), broken, _ -> {}))
        .satisfies(code(PostgresBackupError.LOG_FILE))
        .hasMessageContaining("damaged");
  }

  /** The last segment but one or an earlier one: what a switch leaves empty nobody reads. */
  private static String lastWithRecordsAt(FolderLog log, int place) throws IOException {
    List<String> names = segments(log);
    for (String name : names.subList(0, names.size() - 1).reversed()) {
      byte[] all = Files.readAllBytes(log.folder().resolve(name));
      for (int at = place; at < place + 64; at++) {
        if (all[at] != 0) {
          return name;
        }
      }
    }
    throw new AssertionError("No segment has records at " + place);
  }

  @Test
  void theProgramCompressesWhereTheRepositoryWould() {
    assertThat(backup.files()).contains("base.tar.zst").doesNotContain("base.tar");
  }

  @Test
  void aBackupAsItIsRestoresAndItsDamageIsFoundByTheServersOwnManifest() throws IOException {
    FolderBackup plain = place.take(METHOD, place.source(server.adminUrl(), "weir"), CLUSTER, 1);
    Path restored = folder.resolve("plain");
    METHOD.restore(plain.chain(archive), own(restored), place.work);
    assertThat(restored.resolve("global/pg_control")).isNotEmptyFile();

    try (RandomAccessFile file = new RandomAccessFile(plain.path("base.tar").toFile(), "rw")) {
      long middle = placeInTable(plain.path("base.tar"));
      file.seek(middle);
      int old = file.read();
      file.seek(middle);
      file.write(old ^ 1);
    }

    assertThatThrownBy(
            () -> METHOD.restore(plain.chain(archive), own(folder.resolve("never")), place.work))
        .satisfies(code(PostgresBackupError.CONTENT));
  }

  private static RestoreRequest own(Path folder) {
    return new RestoreRequest(
        new RestoreTarget.Folder(folder), new RestorePoint.OfBackup(), CLUSTER, 1, false, Map.of());
  }

  /** Somewhere in the middle of the data of a table. */
  private static long placeInTable(Path tar) throws IOException {
    try (TarFile file = new TarFile(tar)) {
      var table =
          file.getEntries().stream()
              .filter(entry -> entry.getName().matches("base/\\d+/\\d+"))
              .filter(entry -> entry.getSize() > 100_000)
              .findFirst()
              .orElseThrow();
      return table.getDataOffset() + table.getSize() / 2;
    }
  }

  @Test
  void aFolderThatIsNotEmptyIsLeftAlone() throws IOException {
    Path target = Files.createDirectories(folder.resolve("mine"));
    Files.writeString(target.resolve("letter"), "dear");

    assertThatThrownBy(() ->
            METHOD.restore(
                backup.chain(archive),
                new RestoreRequest(
                    new RestoreTarget.Folder(target),
                    new RestorePoint.OfBackup(),
                    CLUSTER,
                    1,
                    false,
                    Map.of()),
                place.work))
        .satisfies(code(PostgresBackupError.NOT_EMPTY));
    assertThat(target.resolve("letter")).hasContent("dear");
  }

  @Test
  void archivingIsRepeatableAndRefusesWhatIsNotTheSegment() throws IOException {
    String name = segments(archive).getFirst();
    WalArchiving archiving = new WalArchiving(new FolderLog(place.fresh("log")));
    Path file = archive.folder().resolve(name);
    archiving.archive(file, name);
    archiving.archive(file, name);

    Path target = place.fresh("fetched").resolve("RECOVERYXLOG");
    assertThat(archiving.fetch(name, target)).isTrue();
    assertThat(Files.mismatch(file, target)).isEqualTo(-1);
    assertThat(archiving.fetch("000000010000000F00000001", target)).isFalse();
    assertThatThrownBy(() -> archiving.archive(file, segments(archive).get(1)))
        .satisfies(code(PostgresBackupError.LOG_FILE));
    assertThatThrownBy(() -> archiving.archive(file, "../escape"))
        .satisfies(code(PostgresBackupError.LOG_FILE));
  }

  @Test
  void whatWasWrittenAfterTheFirstMarkComesLater() {
    assertThat(first.time()).isBefore(marked.time());
    assertThat(marked.time()).isBefore(next.time());
  }

  private static Consumer<Throwable> code(PostgresBackupError code) {
    return error ->
        assertThat(error)
            .isInstanceOfSatisfying(
                WeirException.class, e -> assertThat(e.code()).as("%s", e).isEqualTo(code));
  }

  private static List<String> segments(FolderLog log) throws IOException {
    String start = backup.position().facts().getOrDefault("start-wal", "");
    return log.segments().stream()
        .map(segment -> segment.name())
        .filter(name -> name.length() == 24 && name.compareTo(start) >= 0)
        .toList();
  }

  private static FolderLog copy() throws IOException {
    FolderLog copy = new FolderLog(place.fresh("broken-log"));
    for (var segment : archive.segments()) {
      copy.add(segment.name(), archive.folder().resolve(segment.name()));
    }
    return copy;
  }
}
