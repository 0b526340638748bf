package dev.weir.backup.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.DatabaseError;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupRequest;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.Level;
import dev.weir.spi.backup.Requirement;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Tally;
import dev.weir.testing.backups.Attended;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PgDumpIT {
  private static final Scope WHOLE = new Scope.Whole();

  private final DatabaseServer server = Servers.postgresql15();
  private final BackupMethod method = new PgDump();
  private final String name = "dump_" + UUID.randomUUID().toString().substring(0, 8);
  private Workplace place;
  private BackupSource source;

  @TempDir Path folder;

  @BeforeEach
  void fill() throws IOException {
    place = new Workplace(folder);
    create(name);
    source = place.source(server.adminUrl(), name);
    Sample.fill(source.database());
  }

  @AfterEach
  void leave() throws IOException {
    place.close();
    try (Workplace last = new Workplace(folder)) {
      BackupSource admin = last.source(server.adminUrl(), "postgres");
      for (String mine :
          admin
              .database()
              .query("select datname from pg_database where datname like ?", name + "%")
              .list(row -> row.text(0))) {
        admin.database().update("drop database \"" + mine + "\" with (force)");
      }
    }
  }

  private void create(String database) throws IOException {
    place.source(server.adminUrl(), "postgres").database().update("create database " + database);
  }

  @Test
  void itIsFoundByItsName() {
    assertThat(ServiceLoader.load(BackupMethod.class).stream().map(found -> found.get().name()))
        .contains("pg_dump");
  }

  @Test
  void aBackupUnderWriteLoadRestoresToExactlyItsOwnMoment() throws Exception {
    FolderBackup backup;
    try (Writer writer = Writer.on(source.database())) {
      org.awaitility.Awaitility.await().until(() -> writer.written() > 20);
      backup = place.take(method, source, WHOLE, 2);
      long then = writer.written();
      org.awaitility.Awaitility.await().until(() -> writer.written() > then + 20);
    }
    create(name + "_copy");
    BackupSource target = place.source(server.adminUrl(), name + "_copy");

    place.restore(method, backup, target, false);

    assertThat(place.tally(method, target, WHOLE)).isEqualTo(backup.taken().tallies());
    assertThat(place.tally(method, source, WHOLE)).isNotEqualTo(backup.taken().tallies());
    assertThat(backup.taken().tallies())
        .extracting(Tally::table)
        .contains("public.visits", "public.measures_2025", "Odd Schema.odd \"table");
    assertThat(
            target
                .database()
                .query("select count(*) from pg_indexes where schemaname = 'public'")
                .first(row -> row.longAt(0)))
        .isEqualTo(
            source
                .database()
                .query("select count(*) from pg_indexes where schemaname = 'public'")
                .first(row -> row.longAt(0)));
    assertThat(backup.taken().position().facts()).containsKey("lsn");
  }

  @Test
  void oneJobAndSeveralGiveTheSame() throws IOException {
    FolderBackup one = place.take(method, source, WHOLE, 1);
    FolderBackup several = place.take(method, source, WHOLE, 4);

    assertThat(several.taken().tallies()).isEqualTo(one.taken().tallies());
  }

  @Test
  void aPrivateServerProvesABackup() throws IOException {
    FolderBackup backup = place.take(method, source, WHOLE, 2);

    try (Scratch scratch = method.scratch(backup, place.fresh("scratch"), place.work)) {
      scratch.start(place.work);
      BackupSource restored = place.of(scratch);
      place.restore(method, backup, restored, false);

      assertThat(place.tally(method, restored, WHOLE)).isEqualTo(backup.taken().tallies());
      List<Finding> findings = method.inspect(restored, WHOLE, place.work);
      assertThat(findings)
          .extracting(Finding::outcome)
          .contains(Finding.Outcome.OK)
          .doesNotContain(Finding.Outcome.FAILED);
      assertThat(findings).extracting(Finding::check).contains("bt_index_check", "verify_heapam");
    }
  }

  @Test
  void whatIsThereIsNotOverwrittenUnlessAllowed() throws IOException {
    FolderBackup backup = place.take(method, source, WHOLE, 2);
    source.database().update("delete from counters");
    List<Tally> before = place.tally(method, source, WHOLE);

    assertThatThrownBy(() -> place.restore(method, backup, source, false))
        .isInstanceOfSatisfying(
            WeirException.class,
            e -> assertThat(e.code()).isEqualTo(PostgresBackupError.NOT_EMPTY));
    assertThat(place.tally(method, source, WHOLE)).isEqualTo(before);

    place.restore(method, backup, source, true);
    BackupSource again = place.source(server.adminUrl(), name);
    assertThat(place.tally(method, again, WHOLE)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void aRestoreThatFailsLeavesTheDatabaseAsItWas() throws IOException {
    FolderBackup backup = place.take(method, source, WHOLE, 2);
    Path data = backup.path("2-data-01.dump");
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, java.util.Arrays.copyOf(bytes, bytes.length * 2 / 3));
    List<Tally> before = place.tally(method, source, WHOLE);

    assertThatThrownBy(() -> place.restore(method, backup, source, true))
        .isInstanceOf(WeirException.class);

    assertThat(place.tally(method, source, WHOLE)).isEqualTo(before);
    assertThat(
            source
                .database()
                .query("select count(*) from pg_database where datname like ?", name + "%")
                .first(row -> row.longAt(0)))
        .contains(1L);
  }

  @Test
  void aSchemaComesBackByItself() throws IOException {
    Scope odd = new Scope.OneSchema("Odd Schema");
    FolderBackup whole = place.take(method, source, WHOLE, 1);
    FolderBackup schema = place.take(method, source, odd, 1);
    create(name + "_a");
    create(name + "_b");
    BackupSource fromWhole = place.source(server.adminUrl(), name + "_a");
    BackupSource fromSchema = place.source(server.adminUrl(), name + "_b");

    place.restore(method, whole, fromWhole, odd, false);
    place.restore(method, schema, fromSchema, odd, false);

    assertThat(place.tally(method, fromWhole, WHOLE))
        .isEqualTo(place.tally(method, fromSchema, WHOLE))
        .isEqualTo(schema.taken().tallies())
        .hasSize(1);
  }

  @Test
  void aTableComesBackWithItsKeysAndIndexesFromAnyBackupThatHasIt() throws IOException {
    Scope countries = new Scope.OneTable("public", "counters");
    Scope visits = new Scope.OneTable("public", "visits");
    FolderBackup whole = place.take(method, source, WHOLE, 1);
    FolderBackup table = place.take(method, source, countries, 1);
    create(name + "_a");
    BackupSource target = place.source(server.adminUrl(), name + "_a");

    place.restore(method, table, target, countries, false);
    place.restore(method, whole, target, visits, false);

    assertThat(place.tally(method, target, countries)).isEqualTo(table.taken().tallies());
    assertThat(place.tally(method, target, visits)).isEqualTo(place.tally(method, source, visits));
    assertThat(
            target
                .database()
                .query("insert into visits (patient_id) values (1) returning id")
                .first(row -> row.longAt(0)))
        .contains(20001L);
    assertThat(
            target
                .database()
                .query("select count(*) from pg_index where indrelid = 'visits'::regclass")
                .first(row -> row.longAt(0)))
        .contains(1L);
  }

  @Test
  void aPartitionedTableComesBackWithItsPartitions() throws IOException {
    Scope measures = new Scope.OneTable("public", "measures");
    FolderBackup whole = place.take(method, source, WHOLE, 1);
    FolderBackup table = place.take(method, source, measures, 2);
    create(name + "_a");
    BackupSource target = place.source(server.adminUrl(), name + "_a");

    assertThatThrownBy(() -> place.restore(method, whole, target, measures, false))
        .hasMessageContaining("is partitioned");
    place.restore(method, table, target, measures, false);

    assertThat(place.tally(method, target, measures)).isEqualTo(table.taken().tallies()).hasSize(2);
    assertThat(number(target, "select count(*) from measures")).isEqualTo(400);
  }

  @Test
  void aTenantTakesWhatBelongsToItAndWhatItRefersTo() throws IOException {
    Scope tenant = new Scope.OneTenant("clinic_id", "2");
    FolderBackup backup = place.take(method, source, tenant, 1);
    create(name + "_tenant");
    BackupSource target = place.source(server.adminUrl(), name + "_tenant");

    place.restore(method, backup, target, false);

    assertThat(place.tally(method, target, tenant)).isEqualTo(backup.taken().tallies());
    assertThat(number(target, "select count(*) from patients")).isEqualTo(1000);
    assertThat(number(target, "select count(*) from patients where clinic_id <> 2")).isZero();
    assertThat(number(target, "select count(*) from countries")).isEqualTo(1);
    assertThat(number(target, "select count(*) from visits"))
        .isEqualTo(
            number(
                source,
                "select count(*) from visits v join patients p on p.id = v.patient_id"
                    + " where p.clinic_id = 2"));
    assertThat(
            target
                .database()
                .query("insert into visits (patient_id) select min(id) from patients returning id")
                .first(row -> row.longAt(0)))
        .contains(20001L);
  }

  @Test
  void aWholeServerComesBackWithItsRoles() throws IOException {
    try (DatabaseServer own = Servers.freshPostgresql15(Map.of("fsync", "off"))) {
      BackupSource admin = place.source(own.adminUrl(), "postgres");
      admin.database().update("create role \"Nurse One\" login password 'x'");
      admin.database().update("create database second owner \"Nurse One\"");
      BackupSource second = place.source(own.adminUrl(), "second");
      Sample.fill(second.database());
      second.database().update("grant select on visits to \"Nurse One\"");
      Scope cluster = new Scope.Cluster();
      FolderBackup backup = place.take(method, admin, cluster, 2);

      try (Scratch scratch = method.scratch(backup, place.fresh("scratch"), place.work)) {
        BackupSource restored = place.of(scratch);
        place.restore(method, backup, restored, false);

        assertThat(place.tally(method, restored, cluster)).isEqualTo(backup.taken().tallies());
        assertThat(backup.taken().tallies())
            .extracting(Tally::table)
            .contains("second.public.visits");
        assertThat(
                restored
                    .database()
                    .query(
                        "select pg_get_userbyid(datdba)::text from pg_database where datname ="
                            + " 'second'")
                    .first(row -> row.text(0)))
            .contains("Nurse One");
      }
    }
  }

  @Test
  void plainPgRestoreReadsTheFilesInTheirOrder() throws Exception {
    FolderBackup backup = place.take(method, source, WHOLE, 3);
    create(name + "_plain");
    BackupSource target = place.source(server.adminUrl(), name + "_plain");
    Login login = Login.of(target);

    for (String file : backup.files().stream().sorted().filter(f -> f.endsWith(".dump")).toList()) {
      login
          .connect(Tools.of(15, Map.of()).command("pg_restore"))
          .with("-d", name + "_plain", backup.path(file).toString())
          .run();
    }

    assertThat(place.tally(method, target, WHOLE)).isEqualTo(backup.taken().tallies());
  }

  @Test
  void aWrongPasswordIsCalledThat() throws IOException {
    BackupSource wrong =
        new BackupSource(
            source.database(), source.definition(), () -> "wrong", place.fresh("w"), Map.of());

    assertThatThrownBy(() -> place.take(method, wrong, WHOLE, 1))
        .isInstanceOfSatisfying(
            WeirException.class,
            e -> {
              assertThat(e.code()).as("%s", e).isEqualTo(DatabaseError.AUTHENTICATION);
              assertThat(e).hasMessageContaining(name).message().doesNotContain("wrong");
            });
  }

  @Test
  void aToolOlderThanTheServerIsRefusedWithThePackageToInstall() throws IOException {
    Path tools = fakeTools("14.9");
    BackupSource old =
        new BackupSource(
            source.database(),
            source.definition(),
            source.password(),
            place.fresh("w"),
            Map.of("tools", tools.toString()));

    assertThatThrownBy(() -> place.take(method, old, WHOLE, 1))
        .isInstanceOfSatisfying(
            WeirException.class, e -> assertThat(e.code()).isEqualTo(PostgresBackupError.TOOL))
        .hasMessageContaining("14.9")
        .hasMessageContaining("postgresql-client-15");
    assertThat(method.check(old, new BackupRequest(WHOLE, Level.FULL, null, 1, true)))
        .filteredOn(found -> found.name().equals("pg_dump"))
        .extracting(Requirement::state)
        .containsExactly(Requirement.State.MISSING);
  }

  private Path fakeTools(String version) throws IOException {
    Path tools = place.fresh("tools");
    Path program = tools.resolve("pg_dump");
    Files.writeString(program, "#!/bin/sh\necho 'pg_dump (PostgreSQL) " + version + "'\n");
    program.toFile().setExecutable(true);
    return tools;
  }

  @Test
  void aPatchBringsBackWhatWasLostOrChangedAndLeavesTheRest() throws Exception {
    FolderBackup backup = place.take(method, source, WHOLE, 2);
    Scope tenant = new Scope.OneTenant("clinic_id", "2");
    List<Tally> before = place.tally(method, source, tenant);
    source.database().update("create index on visits (previous)");
    source
        .database()
        .update(
            "update patients set name = 'wrong\\', photo = null where clinic_id = 2 and id % 100 <"
                + " 50");
    source
        .database()
        .update(
            "delete from visits v using patients p where p.id = v.patient_id and p.clinic_id = 2"
                + " and v.id > 17000");
    source.database().update("insert into patients (clinic_id, name) values (3, 'new')");

    Path patch = folder.resolve("patch.sql");
    try (Scratch scratch = method.scratch(backup, place.fresh("scratch"), place.work);
        var out = Files.newOutputStream(patch)) {
      BackupSource restored = place.of(scratch);
      place.restore(method, backup, restored, false);
      method.patch(restored, source, tenant, out, place.work);
    }
    assertThat(place.tally(method, source, tenant)).isNotEqualTo(before);
    new Psql(Login.of(source), Map.of()).script(name).run(Files.readString(patch));

    assertThat(place.tally(method, source, tenant)).isEqualTo(before);
    assertThat(number(source, "select count(*) from patients where name = 'new'")).isEqualTo(1);
    assertThat(Files.readString(patch)).doesNotContain("'new'").contains("-- changed", "-- lost");
  }

  @Test
  void aPatchOfOneTableSaysWhatOnlyTheLivingOneHas() throws Exception {
    FolderBackup backup = place.take(method, source, WHOLE, 1);
    Scope table = new Scope.OneTable("public", "countries");
    source.database().update("insert into countries values ('NO', 'Norway')");
    source.database().update("update countries set name = 'Sverige' where code = 'SE'");

    var patch = new java.io.ByteArrayOutputStream();
    try (Scratch scratch = method.scratch(backup, place.fresh("scratch"), place.work)) {
      BackupSource restored = place.of(scratch);
      place.restore(method, backup, restored, false);
      method.patch(restored, source, table, patch, place.work);
    }

    assertThat(patch.toString(java.nio.charset.StandardCharsets.UTF_8))
        .contains("-- only in the living database: \"public\".\"countries\" ('NO')")
        .contains("VALUES ('SE', 'Sweden') ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name;")
        .doesNotContain("Denmark");
  }

  @Test
  void cancellingMidwayLeavesNoProgramBehind() throws Exception {
    source
        .database()
        .update(
            "insert into visits (patient_id, note) select 1, repeat(md5(g::text), 200)"
                + " from generate_series(1, 30000) g");
    Attended work = new Attended();
    FolderBackup backup =
        new FolderBackup(place.fresh("cancelled"), WHOLE, Level.FULL) {
          @Override
          public java.io.OutputStream file(String file, boolean compressed) throws IOException {
            if (file.startsWith("2-data")) {
              Thread.ofVirtual().start(work::cancel);
            }
            return super.file(file, compressed);
          }
        };

    assertThatThrownBy(() ->
            method.create(
                source, new BackupRequest(WHOLE, Level.FULL, null, 2, true), backup, work))
        .isInstanceOfSatisfying(
            WeirException.class,
            e -> assertThat(e.code()).isEqualTo(dev.weir.api.CoreError.CANCELLED));
    org.awaitility.Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().command().orElse(""))
                        .filter(command -> command.contains("pg_dump") || command.contains("psql")))
                .isEmpty());
    org.awaitility.Awaitility.await()
        .untilAsserted(() ->
            assertThat(
                    number(
                        source,
                        "select count(*) from pg_stat_activity where application_name like"
                            + " '%backup%' and datname = current_database()"))
                .isZero());
  }

  @Test
  void aServerThatIsKilledMidwayIsAFailureAndNeverABackup() throws Exception {
    try (DatabaseServer own = Servers.freshPostgresql15(Map.of("fsync", "off"))) {
      BackupSource victim = place.source(own.adminUrl(), "weir");
      Sample.fill(victim.database());
      victim
          .database()
          .update(
              "insert into visits (patient_id, note) select 1, repeat(md5(g::text), 200)"
                  + " from generate_series(1, 30000) g");
      FolderBackup backup =
          new FolderBackup(place.fresh("killed"), WHOLE, Level.FULL) {
            @Override
            public java.io.OutputStream file(String file, boolean compressed) throws IOException {
              if (file.startsWith("2-data")) {
                own.kill();
              }
              return super.file(file, compressed);
            }
          };

      assertThatThrownBy(() ->
              method.create(
                  victim, new BackupRequest(WHOLE, Level.FULL, null, 1, true), backup, place.work))
          .isInstanceOf(WeirException.class);
      assertThat(backup.files()).noneMatch(file -> file.startsWith("2-data"));
    }
  }

  @Test
  void aScopeThatIsNotThereIsRefused() {
    for (Scope scope :
        List.of(
            new Scope.OneSchema("nowhere"),
            new Scope.OneTable("public", "nothing"),
            new Scope.OneTenant("no_column", "1"),
            new Scope.OneTenant("clinic_id", "99"),
            new Scope.OneTenant("clinic_id", "ninety"))) {
      assertThatThrownBy(() -> place.take(method, source, scope, 1))
          .as("%s", scope)
          .isInstanceOfSatisfying(
              WeirException.class,
              e -> assertThat(e.code()).isEqualTo(PostgresBackupError.UNKNOWN_SCOPE));
    }
  }

  private static long number(BackupSource source, String query) {
    return source.database().query(query).first(row -> row.longAt(0)).orElseThrow();
  }
}
