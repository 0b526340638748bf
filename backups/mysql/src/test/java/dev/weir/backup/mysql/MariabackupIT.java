package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.ErrorCode;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreRequest;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Tally;
import dev.weir.testing.backups.FolderBackup;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Physical backups and their roll-forward, of a real MariaDB with a binary log. */
class MariabackupIT {
  private static final Scope ALL = new Scope.Cluster();
  private static final RestorePoint ITSELF = new RestorePoint.OfBackup();

  @TempDir Path folder;
  private final BackupMethod method = new Mariabackup();
  private Site site;
  private ScratchServer server;
  private BackupSource source;
  private Database database;

  @BeforeEach
  void begin() throws Exception {
    site = new Site(folder);
    server = site.mariadb("server");
    source = site.open(server);
    database = source.database();
    database.update(Site.MARKS);
    Site.mark(database, 1);
  }

  @AfterEach
  void end() {
    site.close();
    server.close();
  }

  private List<Tally> tallies(BackupSource of) {
    return method.tally(of, ALL, site.work);
  }

  private FolderBackup backup(@Nullable FolderBackup base) throws Exception {
    return site.backup(method, source, ALL, base);
  }

  private List<Integer> marksAt(RestorePoint point, FolderBackup... chain) throws Exception {
    return site.asked(method, List.of(chain), point, Site::marks);
  }

  private static List<Integer> to(int last) {
    return IntStream.rangeClosed(1, last).boxed().toList();
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  private String gtid() {
    return Site.text(source, "select @@last_gtid");
  }

  @Test
  void each_backup_of_a_chain_comes_back_as_it_was_then() throws Exception {
    database.update("create table ledger (id int primary key, note text)");
    database.update("insert into ledger select seq, md5(seq) from seq_1_to_20000");
    FolderBackup full = backup(null);
    List<Tally> first = tallies(source);
    database.update("update ledger set note = 'changed' where id % 7 = 0");
    Site.mark(database, 2);
    FolderBackup second = backup(full);
    List<Tally> then = tallies(source);
    database.update("delete from ledger where id > 10000");
    database.update("create table later as select 1 as x");
    FolderBackup third = backup(second);
    List<Tally> last = tallies(source);

    assertThat(site.asked(method, List.of(full), ITSELF, this::tallies)).isEqualTo(first);
    assertThat(site.asked(method, List.of(full, second), ITSELF, this::tallies)).isEqualTo(then);
    assertThat(site.asked(method, List.of(full, second, third), ITSELF, this::tallies))
        .isEqualTo(last);
    assertThat(second.size(PhysicalBackup.STREAM)).isLessThan(full.size(PhysicalBackup.STREAM));
    List<Finding> findings =
        site.asked(
            method,
            List.of(full, second, third),
            ITSELF,
            restored -> method.inspect(restored, ALL, site.work));
    assertThat(findings).extracting(Finding::outcome).containsOnly(Finding.Outcome.OK);
  }

  @Test
  void a_backup_under_write_load_holds_whole_transactions() throws Exception {
    database.update(
        "create table ledger (id int auto_increment primary key, debit int, credit int)");
    AtomicBoolean on = new AtomicBoolean(true);
    AtomicLong written = new AtomicLong();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (on.get()) {
                database.transaction(transaction -> {
                  transaction.update("insert into ledger (debit, credit) values (1, 0)");
                  return transaction.update("insert into ledger (debit, credit) values (0, 1)");
                });
                written.incrementAndGet();
              }
            });
    await().until(() -> written.get() > 10);

    FolderBackup full = backup(null);
    FolderBackup second = backup(full);
    on.set(false);
    writer.join();

    assertThat(full.position().facts()).containsKeys("to-lsn", "binlog", "offset", "gtid");
    String sums = "select concat(count(*) > 20, ',', sum(debit) - sum(credit)) from ledger";
    String told = site.asked(method, List.of(full, second), ITSELF, of -> Site.text(of, sums));
    assertThat(told).isEqualTo("1,0");
  }

  @Test
  void a_restore_to_a_transaction_has_that_one_and_not_the_next() throws Exception {
    FolderBackup full = backup(null);
    Site.mark(database, 2);
    FolderBackup second = backup(full);
    Site.mark(database, 3);
    database.update("flush binary logs");
    database.update("create table made_meanwhile (x int)");
    Site.mark(database, 4);
    String marked = gtid();
    String place =
        database
            .query("show master status")
            .first(row -> row.text(0) + ":" + row.longAt(1))
            .orElseThrow();
    Site.mark(database, 5);
    List<String> archived = method.collectLog(source, site.log, site.work);

    assertThat(archived).hasSizeGreaterThanOrEqualTo(2);
    assertThat(marksAt(new RestorePoint.Transaction(marked, true), full, second)).isEqualTo(to(4));
    assertThat(marksAt(new RestorePoint.Transaction(marked, false), full)).isEqualTo(to(3));
    assertThat(marksAt(new RestorePoint.InLog(place, true), full)).isEqualTo(to(4));
    assertThat(marksAt(new RestorePoint.Latest(), full, second)).isEqualTo(to(5));
    assertThat(marksAt(ITSELF, full, second)).isEqualTo(to(2));
    String accounts = "select count(*) from mysql.global_priv where User like 'weir\\_%'";
    String told =
        site.asked(method, List.of(full), new RestorePoint.Latest(), of -> Site.text(of, accounts));
    assertThat(told).as("the scratch server's own and that of the source").isEqualTo("2");
  }

  @Test
  void a_restore_to_a_time_has_what_was_committed_until_then() throws Exception {
    FolderBackup full = backup(null);
    Site.mark(database, 2);
    Instant marked = Instant.parse(Site.text(source, NOW));
    await().until(() -> Instant.parse(Site.text(source, NOW)).isAfter(marked.plusSeconds(1)));
    Site.mark(database, 3);
    Instant next = Instant.parse(Site.text(source, NOW));
    await().until(() -> Instant.parse(Site.text(source, NOW)).isAfter(next.plusSeconds(1)));
    method.collectLog(source, site.log, site.work);

    assertThat(marksAt(new RestorePoint.At(marked, true), full)).isEqualTo(to(2));
    assertThat(marksAt(new RestorePoint.At(next, true), full)).isEqualTo(to(3));
    assertCode(
        MysqlBackupError.LOG_INCOMPLETE,
        () -> marksAt(new RestorePoint.At(Instant.now().plusSeconds(3600), true), full));
  }

  private static final String NOW = "select date_format(utc_timestamp(), '%Y-%m-%dT%H:%i:%sZ')";

  @Test
  void a_log_that_lacks_a_file_is_named_and_nothing_is_touched() throws Exception {
    FolderBackup full = backup(null);
    for (int id = 2; id < 5; id++) {
      Site.mark(database, id);
      method.collectLog(source, site.log, site.work);
    }
    String first = String.valueOf(full.position().facts().get("binlog"));
    String second = BinlogName.parse(first).orElseThrow().next().toString();
    Path log = folder.resolve("log");
    Path kept = Files.move(log.resolve(second), folder.resolve("kept"));
    Path target = folder.resolve("target");

    assertCode(
        MysqlBackupError.LOG_INCOMPLETE,
        () ->
            site.restore(
                method,
                List.of(full),
                new RestoreTarget.Folder(target),
                new RestorePoint.Latest()));
    assertThat(target).doesNotExist();
    try (RandomAccessFile file = new RandomAccessFile(kept.toFile(), "rw")) {
      file.setLength(file.length() - 5);
    }
    Files.move(kept, log.resolve(second));
    assertCode(
        MysqlBackupError.LOG_FILE,
        () ->
            site.restore(
                method,
                List.of(full),
                new RestoreTarget.Folder(target),
                new RestorePoint.Latest()));
    assertThat(target).doesNotExist();
  }

  @Test
  void the_log_is_archived_once_and_a_server_that_began_anew_is_refused() throws Exception {
    Site.mark(database, 2);

    List<String> first = method.collectLog(source, site.log, site.work);
    List<String> again = method.collectLog(source, site.log, site.work);
    Site.mark(database, 3);
    List<String> next = method.collectLog(source, site.log, site.work);

    assertThat(first).isNotEmpty();
    assertThat(again).isEmpty();
    assertThat(next).hasSize(1);
    for (String name : next) {
      Binlog.check(name, folder.resolve("log").resolve(name));
    }
    database.update("reset master");
    for (int id = 4; id < 8; id++) {
      Site.mark(database, id);
      database.update("flush binary logs");
    }
    assertThatThrownBy(() -> method.collectLog(source, site.log, site.work))
        .hasMessageContaining("Another mb.");
  }

  @Test
  void what_the_server_removed_before_it_was_archived_is_told() throws Exception {
    Site.mark(database, 2);
    method.collectLog(source, site.log, site.work);
    Site.mark(database, 3);
    database.update("flush binary logs");
    Site.mark(database, 4);
    database.update("flush binary logs");
    String active = Sql.literal(Site.text(source, "show master status"));
    // The server keeps a log for a moment that it would need after a crash.
    await()
        .until(() -> {
          database.update("purge binary logs to " + active);
          return database.query("show binary logs").list(row -> row.text(0)).size() == 1;
        });

    assertCode(
        MysqlBackupError.LOG_INCOMPLETE, () -> method.collectLog(source, site.log, site.work));
    Site.mark(database, 5);
    assertCode(
        MysqlBackupError.LOG_INCOMPLETE, () -> method.collectLog(source, site.log, site.work));
    Site.mark(database, 6);
    assertThat(method.collectLog(source, site.log, site.work)).hasSize(1);
  }

  @Test
  void a_folder_with_files_is_refused_and_a_missing_program_named() throws Exception {
    FolderBackup full = backup(null);
    Path target = Files.createDirectory(folder.resolve("target"));
    Files.writeString(target.resolve("mine"), "kept");
    Path empty = Files.createDirectory(folder.resolve("no-tools"));
    BackupSource without =
        new BackupSource(
            source.database(),
            source.definition(),
            source.password(),
            source.work(),
            Map.of("tools", empty.toString()));

    assertCode(
        MysqlBackupError.NOT_EMPTY,
        () -> site.restore(method, List.of(full), new RestoreTarget.Folder(target), ITSELF));
    assertThat(target.resolve("mine")).hasContent("kept");
    RestoreRequest overItself =
        new RestoreRequest(
            new RestoreTarget.Folder(folder.resolve("server/data")),
            ITSELF,
            ALL,
            1,
            true,
            Map.of());
    assertThat(method.check(full.chain(), overItself))
        .anyMatch(found ->
            found.state() == Requirement.State.MISSING
                && found.finding().contains("A server runs in"));
    assertThat(method.check(without, new BackupRequest(ALL, Level.FULL, null, 1, true)))
        .anyMatch(found ->
            found.state() == Requirement.State.MISSING && found.mend().contains("mariadb-backup"));
  }
}
