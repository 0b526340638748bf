package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
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
import dev.weir.testing.backups.FolderLog;
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

/** Against MariaDB of the same version as the machine's client programs, with a binary log. */
class MysqlDumpIT {
  private static final Scope WHOLE = new Scope.Whole();

  @TempDir Path folder;
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final BackupMethod method = new MysqlDump();
  private final Attended work = new Attended();
  private ScratchServer server;
  private BackupSource source;

  @BeforeEach
  void fill() throws Exception {
    server =
        ScratchServer.start(
            ServerProgram.of(Version.ofServer("0.0.0-MariaDB"), null),
            Files.createDirectory(folder.resolve("server")),
            List.of("--log-bin=mb", "--server-id=1", "--binlog-format=ROW"),
            work);
    source = open(server.definition(), server.password().get(), Map.of());
    Database database = source.database();
    for (String statement : SAMPLE.split(";\n")) {
      database.update(statement);
    }
  }

  private static final String SAMPLE =
      """
      create table clinics (clinic_id int primary key, name varchar(50) not null);
      create table patients (id int auto_increment primary key, clinic_id int not null references clinics, name varchar(200), photo blob, weight double, born date, extra json);
      create table ledger (id bigint auto_increment primary key, debit int, credit int);
      create table `odd ``name` (`a column` text, b bit(5), d decimal(20, 5), t timestamp(6) null);
      create view heads as select clinic_id, count(*) n from patients group by 1;
      create function twice(x int) returns int deterministic return x * 2;
      create procedure nothing() select 1;
      create event later on schedule every 1 year do select 1;
      create trigger heavier before insert on patients for each row set new.weight = coalesce(new.weight, 70);
      insert into clinics values (1, 'Uppsala'), (2, 'Århus'), (3, 'Turku');
      insert into patients (clinic_id, name, photo, weight, born, extra) select 1 + seq % 3, concat('name ', seq, '\\t\\n\\\\ '' end'), unhex(md5(seq)), seq / 7, date_add('1950-01-01', interval seq day), json_object('n', seq) from seq_1_to_5000;
      insert into ledger (debit, credit) select seq, seq from seq_1_to_20000;
      insert into `odd ``name` values ('tab\\there', b'10101', 1.50000, '2026-01-02 03:04:05.678901'), (null, null, null, null), ('', b'0', -0.1, null)
      """;

  @AfterEach
  void leave() {
    engine.close(Duration.ofSeconds(1));
    server.close();
  }

  private BackupSource open(Definition definition, String password, Map<String, String> options)
      throws IOException {
    Definition named =
        definition.toBuilder()
            .name("db-" + UUID.randomUUID())
            .password(Secret.of(password))
            .build();
    List<Definition> all = new ArrayList<>(engine.definitions().values());
    all.add(named);
    engine.reload(all);
    Path place = Files.createDirectories(folder.resolve("work-" + UUID.randomUUID()));
    return new BackupSource(engine.database(named.name()), named, () -> password, place, options);
  }

  private BackupSource database(String name) throws IOException {
    source.database().update("create database if not exists " + name);
    return open(
        source.definition().toBuilder().database(name).build(), source.password().get(), Map.of());
  }

  private FolderBackup backup(Scope scope) {
    FolderBackup backup =
        new FolderBackup(folder.resolve("backup-" + UUID.randomUUID()), scope, Level.FULL);
    BackupRequest request = new BackupRequest(scope, Level.FULL, null, 1, true);
    assertThat(method.check(source, request))
        .noneMatch(found -> found.state() == Requirement.State.MISSING);
    backup.taken(method.create(source, request, backup, work));
    return backup;
  }

  private void restore(FolderBackup backup, BackupSource target, boolean clean) {
    method.restore(
        backup.chain(),
        new RestoreRequest(
            new RestoreTarget.Living(target),
            new RestorePoint.OfBackup(),
            backup.scope(),
            1,
            clean,
            Map.of()),
        work);
  }

  private static void assertCode(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            WeirException.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void it_is_found_by_its_name() {
    assertThat(ServiceLoader.load(BackupMethod.class).stream().map(found -> found.get().name()))
        .contains("mysqldump");
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

    FolderBackup backup = backup(WHOLE);
    long after = written.get();
    await().until(() -> written.get() > after + 5);
    on.set(false);
    writer.join();

    assertThat(backup.taken().tallied()).isEmpty();
    assertThat(backup.taken().tallies())
        .extracting(Tally::table)
        .containsExactly("clinics", "ledger", "odd `name", "patients");
    assertThat(backup.position().facts()).containsKeys("binlog", "offset");
    Path place = Files.createDirectory(folder.resolve("scratch"));
    try (Scratch scratch = method.scratch(backup, place, work)) {
      BackupSource restored =
          open(scratch.definition(), String.valueOf(scratch.password().get()), Map.of());
      restore(backup, restored, true);
      assertThat(method.tally(restored, WHOLE, work)).isEqualTo(backup.taken().tallies());
      assertThat(
              restored
                  .database()
                  .query("select sum(debit) - sum(credit), twice(21) from ledger")
                  .first(row -> row.longAt(0) * 100 + row.longAt(1)))
          .contains(42L);
      assertThat(method.inspect(restored, WHOLE, work))
          .extracting(Finding::outcome)
          .containsOnly(Finding.Outcome.OK);
    }
  }

  @Test
  void what_is_there_is_replaced_only_where_allowed_and_sessions_stay_usable() {
    FolderBackup backup = backup(WHOLE);
    source.database().update("delete from ledger where id > 10");
    source.database().update("create table later (x int)");
    List<Tally> changed = method.tally(source, WHOLE, work);

    assertCode(MysqlBackupError.NOT_EMPTY, () -> restore(backup, source, false));
    assertThat(method.tally(source, WHOLE, work)).isEqualTo(changed);
    restore(backup, source, true);

    assertThat(method.tally(source, WHOLE, work)).isEqualTo(backup.taken().tallies());
    assertThat(source.database().query("select count(*) from ledger").first(row -> row.longAt(0)))
        .contains(20_000L);
  }

  @Test
  void one_table_comes_back_alone() throws IOException {
    Scope scope = new Scope.OneTable("", "patients");
    FolderBackup backup = backup(scope);
    BackupSource other = database("other");

    restore(backup, other, false);

    assertThat(method.tally(other, scope, work)).isEqualTo(backup.taken().tallies());
    assertThat(method.tally(other, WHOLE, work)).hasSize(1);
  }

  @Test
  void one_tenant_comes_back_alone_and_never_replaces_the_others() throws IOException {
    Scope scope = new Scope.OneTenant("clinic_id", "2");
    FolderBackup backup = backup(scope);
    BackupSource other = database("other");

    restore(backup, other, false);

    assertThat(method.tally(other, scope, work)).isEqualTo(backup.taken().tallies());
    assertThat(
            other
                .database()
                .query("select count(distinct clinic_id) from patients")
                .first(row -> row.longAt(0)))
        .contains(1L);
    assertCode(MysqlBackupError.NOT_EMPTY, () -> restore(backup, source, true));
  }

  @Test
  void a_whole_server_comes_back_with_its_accounts() throws Exception {
    database("other").database().update("create table t as select 1 as x");
    source.database().update("create user 'nurse'@'%' identified by 'secret'");
    Scope scope = new Scope.Cluster();
    FolderBackup backup = backup(scope);
    Path place = Files.createDirectory(folder.resolve("scratch"));

    try (Scratch scratch = method.scratch(backup, place, work)) {
      BackupSource restored =
          open(scratch.definition(), String.valueOf(scratch.password().get()), Map.of());
      restore(backup, restored, true);
      assertThat(method.tally(restored, scope, work)).isEqualTo(backup.taken().tallies());
      assertThat(
              restored
                  .database()
                  .query("select count(*) from mysql.user where user = 'nurse'")
                  .first(row -> row.longAt(0)))
          .contains(1L);
    }
  }

  @Test
  void a_dump_is_rolled_forward_into_another_database_to_the_exact_transaction() throws Exception {
    FolderLog log = new FolderLog(folder.resolve("log"));
    FolderBackup backup = backup(WHOLE);
    source.database().update("insert into clinics values (4, 'Bergen')");
    String marked =
        source.database().query("select @@last_gtid").first(row -> row.text(0)).orElseThrow();
    source.database().update("insert into clinics values (5, 'Tartu')");
    BackupSource bystander = database("bystander");
    bystander.database().update("create table t (x int)");
    method.collectLog(source, log, work);
    BackupSource other = database("other");

    method.restore(
        backup.chain(log),
        new RestoreRequest(
            new RestoreTarget.Living(other),
            new RestorePoint.Transaction(marked, true),
            WHOLE,
            1,
            false,
            Map.of()),
        work);

    String names = "select group_concat(name order by clinic_id) from clinics";
    assertThat(other.database().query(names).first(row -> row.text(0)))
        .contains("Uppsala,Århus,Turku,Bergen");
    assertThat(source.database().query(names).first(row -> row.text(0)))
        .contains("Uppsala,Århus,Turku,Bergen,Tartu");
  }

  @Test
  void a_dump_that_breaks_off_is_refused_before_anything_is_touched() throws IOException {
    FolderBackup backup = backup(WHOLE);
    try (RandomAccessFile file = new RandomAccessFile(backup.path(Dump.FILE).toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }

    assertCode(MysqlBackupError.CONTENT, () -> restore(backup, source, true));
    assertThat(method.tally(source, WHOLE, work)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void a_wrong_password_is_told_as_such() {
    BackupSource wrong =
        new BackupSource(
            source.database(), source.definition(), () -> "wrong", source.work(), Map.of());
    BackupRequest request = new BackupRequest(WHOLE, Level.FULL, null, 1, false);
    FolderBackup backup = new FolderBackup(folder.resolve("wrong"), WHOLE, Level.FULL);

    assertCode(DatabaseError.AUTHENTICATION, () -> method.create(wrong, request, backup, work));
    assertThat(backup.files()).isEmpty();
  }

  @Test
  void a_missing_program_is_named_with_its_package() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("no-tools"));
    BackupSource without =
        new BackupSource(
            source.database(),
            source.definition(),
            () -> "any",
            source.work(),
            Map.of("tools", empty.toString()));
    BackupRequest request = new BackupRequest(WHOLE, Level.FULL, null, 1, false);

    assertThat(method.check(without, request))
        .anyMatch(found ->
            found.state() == Requirement.State.MISSING && found.mend().contains("mariadb-client"));
    assertCode(
        MysqlBackupError.TOOL,
        () ->
            method.create(
                without,
                request,
                new FolderBackup(folder.resolve("none"), WHOLE, Level.FULL),
                work));
  }

  @Test
  void the_size_is_that_of_the_tables_of_its_scope() {
    source.database().update("create table `my photos` (id int primary key, photo mediumblob)");
    source.database().update("create table aria (id int primary key, note text) engine = Aria");
    source
        .database()
        .update("insert into `my photos` select seq, repeat(md5(seq), 3200) from seq_1_to_80");
    source.database().update("insert into aria select seq, repeat('x', 1000) from seq_1_to_1000");
    Version server = Version.ofServer("10.11.1-MariaDB");

    assertThat(size(server, new Scope.OneTable("", "my photos")))
        .isBetween(8_000_000L, 20_000_000L);
    assertThat(size(server, new Scope.OneTable("", "aria"))).isBetween(1_000_000L, 3_000_000L);
    assertThat(size(server, WHOLE)).isGreaterThan(9_000_000L);
    assertThat(DataSize.ofAll(source.database(), server)).isGreaterThan(size(server, WHOLE));
  }

  private long size(Version server, Scope scope) {
    Database database = source.database();
    return DataSize.of(
        database, server, Tables.in(database, source.definition().database(), scope));
  }
}
