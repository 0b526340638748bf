package dev.weir.backup.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Definition;
import dev.weir.api.ErrorCode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
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
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Tally;
import dev.weir.testing.backups.Attended;
import dev.weir.testing.backups.FolderBackup;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteBackupIT {
  private static final Scope WHOLE = new Scope.Whole();

  @TempDir Path folder;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final BackupMethod method = new SqliteBackup();
  private final Attended work = new Attended();
  private BackupSource source;

  @BeforeEach
  void fill() throws IOException {
    source = open(folder.resolve("ledger.db"), Map.of());
    Database database = source.database();
    database.update("create table ledger (id integer primary key, debit integer, credit integer)");
    database.update("create table mixed (\"odd \"\"name\" blob, value)");
    database.update("create table child (parent integer references ledger)");
    database.update("create index mixed_value on mixed (value)");
    database.update("create virtual table words using fts5 (word)");
    database.update("insert into words values ('weir'), ('dam')");
    database.update(
        "insert into mixed values (1, 1), (1.0, 0.1), ('1', null), (x'0031', ''), (null, 'tab\t'),"
            + " (9007199254740993, 1e300)");
    database.update(
        """
        insert into ledger (debit, credit)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
        select i, i from n
        """);
  }

  @AfterEach
  void leave() {
    engine.close(Duration.ofSeconds(1));
  }

  private BackupSource open(Path file, Map<String, String> options) throws IOException {
    Definition definition =
        Definition.builder("db-" + UUID.randomUUID(), "SQLITE")
            .database(file.toString())
            .parameter("create", "true")
            .build();
    return open(definition, options);
  }

  private BackupSource open(Definition definition, Map<String, String> options) throws IOException {
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(definition);
    engine.reload(all);
    Path place = Files.createDirectories(folder.resolve("work-" + UUID.randomUUID()));
    return new BackupSource(
        engine.database(definition.name()), definition, () -> null, place, options);
  }

  private FolderBackup backup() throws IOException {
    FolderBackup backup =
        new FolderBackup(folder.resolve("backup-" + UUID.randomUUID()), WHOLE, Level.FULL);
    BackupRequest request = new BackupRequest(WHOLE, Level.FULL, null, 1, true);
    assertThat(method.check(source, request))
        .extracting("state")
        .doesNotContain(Requirement.State.MISSING);
    backup.taken(method.create(source, request, backup, work));
    return backup;
  }

  private void restore(FolderBackup backup, BackupSource target, boolean clean, String... options) {
    Map<String, String> map = options.length == 0 ? Map.of() : Map.of(options[0], options[1]);
    method.restore(
        backup.chain(),
        new RestoreRequest(
            new RestoreTarget.Living(target), new RestorePoint.OfBackup(), WHOLE, 1, clean, map),
        work);
  }

  private List<Tally> tallies(BackupSource of) {
    return method.tally(of, WHOLE, work);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void it_is_found_by_its_name() {
    assertThat(ServiceLoader.load(BackupMethod.class).stream().map(found -> found.get().name()))
        .contains("sqlite");
  }

  @Test
  void a_backup_under_write_load_is_of_one_moment_and_its_tallies_too() throws Exception {
    AtomicBoolean on = new AtomicBoolean(true);
    AtomicLong written = new AtomicLong();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (on.get()) {
                source
                    .database()
                    .transaction(transaction -> {
                      transaction.update("insert into ledger (debit, credit) values (1, 0)");
                      return transaction.update("insert into ledger (debit, credit) values (0, 1)");
                    });
                written.incrementAndGet();
              }
            });
    await().until(() -> written.get() > 10);

    FolderBackup backup = backup();
    long after = written.get();
    await().until(() -> written.get() > after + 5);
    on.set(false);
    writer.join();

    assertThat(backup.taken().tallied()).isEmpty();
    assertThat(backup.taken().tallies())
        .extracting(Tally::table)
        .contains("main.ledger", "main.mixed", "main.words_content");
    assertThat(tallies(source)).isNotEqualTo(backup.taken().tallies());
    try (Scratch scratch =
        method.scratch(backup, Files.createDirectory(folder.resolve("scratch")), work)) {
      BackupSource restored = open(scratch.definition(), Map.of());
      restore(backup, restored, true);
      scratch.start(work);
      assertThat(tallies(restored)).isEqualTo(backup.taken().tallies());
      assertThat(
              restored
                  .database()
                  .query("select sum(debit) - sum(credit) from ledger")
                  .first(row -> row.longAt(0)))
          .contains(0L);
      assertThat(method.inspect(restored, WHOLE, work))
          .extracting(Finding::outcome)
          .containsOnly(Finding.Outcome.OK);
    }
    assertThat(source.work()).isEmptyDirectory();
  }

  @Test
  void what_a_file_holds_is_replaced_only_where_allowed_and_seen_by_whoever_has_it_open()
      throws IOException {
    FolderBackup backup = backup();
    source.database().update("delete from ledger where id > 10");
    source.database().update("create table later (x)");
    List<Tally> changed = tallies(source);

    assertCode(SqliteBackupError.NOT_EMPTY, () -> restore(backup, source, false));
    assertThat(tallies(source)).isEqualTo(changed);
    restore(backup, source, true);

    assertThat(tallies(source)).isEqualTo(backup.taken().tallies());
    source.database().update("insert into ledger (debit, credit) values (7, 7)");
    assertThat(method.inspect(source, WHOLE, work))
        .extracting(Finding::outcome)
        .containsOnly(Finding.Outcome.OK);
  }

  @Test
  void a_file_that_was_made_and_holds_nothing_is_not_in_the_way() throws IOException {
    FolderBackup backup = backup();
    BackupSource target = open(folder.resolve("made.db"), Map.of());
    assertThat(tallies(target)).isEmpty();

    restore(backup, target, false);

    assertThat(tallies(target)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void a_damaged_file_is_replaced_by_a_rename_when_asked_for() throws IOException {
    FolderBackup backup = backup();
    Path damaged = Files.writeString(folder.resolve("damaged.db"), "no database at all");
    Files.writeString(folder.resolve("damaged.db-wal"), "nor a log");
    BackupSource target = open(damaged, Map.of());

    restore(backup, target, true, "replace", "file");

    assertThat(tallies(target)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void a_missing_program_is_named_with_its_package_and_nothing_is_touched() throws IOException {
    FolderBackup backup = backup();
    Path empty = Files.createDirectory(folder.resolve("no-tools"));
    BackupSource target =
        new BackupSource(
            source.database(),
            source.definition(),
            () -> null,
            source.work(),
            Map.of("tools", empty.toString()));

    assertThatThrownBy(() -> restore(backup, target, true))
        .hasMessageContaining("Install the package sqlite3");
    assertThat(tallies(source)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void a_truncated_backup_is_refused_and_the_target_stays_as_it_was() throws IOException {
    FolderBackup backup = backup();
    try (RandomAccessFile file = new RandomAccessFile(backup.path(Copying.FILE).toFile(), "rw")) {
      file.setLength(file.length() - 1000);
    }

    assertCode(SqliteBackupError.CONTENT, () -> restore(backup, source, true));

    assertThat(tallies(source)).isEqualTo(backup.taken().tallies());
    assertThat(folder.toFile().list((dir, name) -> name.contains(".weir-"))).isEmpty();
  }

  @Test
  void a_cancelled_backup_ends_with_the_code_for_it() {
    work.cancel();

    assertCode(CoreError.CANCELLED, this::backup);
  }
}
