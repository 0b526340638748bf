package dev.weir.backup.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Definition;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.BackupMethod;
import dev.weir.spi.backup.BackupSource;
import dev.weir.spi.backup.Finding;
import dev.weir.spi.backup.RestorePoint;
import dev.weir.spi.backup.RestoreTarget;
import dev.weir.spi.backup.Scope;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Tally;
import dev.weir.testing.backups.FolderBackup;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MySQL 8.0 itself, by the client programs of MariaDB, which are those of this machine. */
class RealMySqlIT {
  private static final Scope WHOLE = new Scope.Whole();

  @TempDir Path folder;
  private Site site;
  private DatabaseServer server;
  private BackupSource source;

  @BeforeEach
  void fill() throws IOException {
    site = new Site(folder);
    server =
        Servers.freshMysql(
            Map.of(
                "log-bin", "binlog",
                "gtid-mode", "ON",
                "enforce-gtid-consistency", "ON"));
    source = open("weir");
    source
        .database()
        .update("create table patients (id int primary key, name varchar(50), j json)");
    source
        .database()
        .update("insert into patients values (1, 'Åsa', '{\"a\": 1}'), (2, null, null)");
    source.database().update("create procedure nothing() select 1");
    source.database().update(Site.MARKS);
    Site.mark(source.database(), 1);
  }

  @AfterEach
  void leave() {
    site.close();
    server.close();
  }

  private BackupSource open(String database) throws IOException {
    String[] login = URI.create(server.adminUrl()).getUserInfo().split(":");
    Definition definition =
        Definition.builder("mysql", "MYSQL")
            .host(server.host())
            .port(server.port())
            .database(database)
            .user(login[0])
            .build();
    return site.open(definition, login[1], Map.of());
  }

  /** The server of the tests needs a library of theirs, so it is started by a script. */
  private BackupMethod method() throws IOException {
    Path program = Path.of("/proc/" + server.pid() + "/exe").toRealPath();
    String libraries =
        Arrays.stream(
                Files.readString(
                        Path.of("/proc/" + server.pid() + "/environ"), StandardCharsets.UTF_8)
                    .split("\0"))
            .filter(each -> each.startsWith("LD_LIBRARY_PATH="))
            .findFirst()
            .orElse("LD_LIBRARY_PATH=");
    Path programs = Files.createDirectories(folder.resolve("programs"));
    Path script = programs.resolve("mysqld");
    Files.writeString(
        script,
        "#!/bin/sh\n%s exec %s \"$@\" --basedir=%s --innodb-use-native-aio=0\n"
            .formatted(libraries, program, program.resolve("../..").normalize()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return new MysqlDump(programs);
  }

  private List<Tally> others(BackupMethod method, BackupSource of) {
    return method.tally(of, WHOLE, site.work).stream()
        .filter(each -> !each.table().equals("marks"))
        .toList();
  }

  @Test
  void a_dump_is_proven_by_a_scratch_server_of_mysql() throws Exception {
    BackupMethod method = method();
    FolderBackup backup = site.backup(method, source, WHOLE, null);

    assertThat(backup.taken().tallied()).isEmpty();
    assertThat(backup.taken().serverVersion()).isEqualTo("8.0.15");
    assertThat(backup.position().facts()).containsKeys("binlog", "offset");
    try (Scratch scratch = method.scratch(backup, site.place("scratch"), site.work)) {
      BackupSource restored = site.open(scratch);
      site.restore(
          method, List.of(backup), new RestoreTarget.Living(restored), new RestorePoint.OfBackup());

      assertThat(method.tally(restored, WHOLE, site.work)).isEqualTo(backup.taken().tallies());
      assertThat(method.inspect(restored, WHOLE, site.work))
          .extracting(Finding::outcome)
          .containsOnly(Finding.Outcome.OK);
      assertThat(Site.text(restored, "select version()")).startsWith("8.0.15");
    }
  }

  @Test
  void its_archived_binary_logs_roll_a_dump_forward_to_the_exact_transaction() throws Exception {
    BackupMethod method = method();
    FolderBackup backup = site.backup(method, source, WHOLE, null);
    Site.mark(source.database(), 2);
    source.database().update("create table made_meanwhile (x int)");
    source.database().update("insert into patients values (3, 'Ærø''s', '[1]')");
    source.database().update("flush binary logs");
    Site.mark(source.database(), 3);
    Site.mark(source.database(), 4);
    List<String> archived = method.collectLog(source, site.log, site.work);
    List<String> gtids = new ArrayList<>();

    assertThat(archived).hasSizeGreaterThanOrEqualTo(2);
    assertThat(method.collectLog(source, site.log, site.work)).isEmpty();
    for (String name : archived) {
      try (InputStream in = site.log.read(name)) {
        Binlog.read(name, in, group -> gtids.add(group.gtid()));
      }
    }
    String executed = Site.text(source, "select @@global.gtid_executed");
    assertThat(gtids).last().isEqualTo(executed.replace(":1-", ":"));
    String marked = gtids.get(gtids.size() - 2);
    for (boolean inclusive : List.of(true, false)) {
      String name = inclusive ? "with_it" : "before_it";
      source.database().update("create database " + name);
      BackupSource other = open(name);
      site.restore(
          method,
          List.of(backup),
          new RestoreTarget.Living(other),
          new RestorePoint.Transaction(marked, inclusive));
      assertThat(Site.marks(other).getLast()).as(name).isEqualTo(inclusive ? 3 : 2);
      assertThat(others(method, other)).isEqualTo(others(method, source)).hasSize(2);
    }
    assertThat(Site.marks(source).getLast()).isEqualTo(4);
  }

  @Test
  void mysqls_own_program_for_binary_logs_is_not_used_and_nothing_is_touched() throws Exception {
    BackupMethod method = method();
    FolderBackup backup = site.backup(method, source, WHOLE, null);
    Site.mark(source.database(), 2);
    method.collectLog(source, site.log, site.work);
    source.database().update("create database other");
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String program : List.of("mysqldump", "mysql", "mysqlbinlog")) {
      Path file = tools.resolve(program);
      Files.writeString(
          file, "#!/bin/sh\necho '" + program + "  Ver 8.0.36 for Linux on x86_64'\n");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
    Definition named = source.definition().toBuilder().database("other").build();
    BackupSource other =
        site.open(
            named, String.valueOf(source.password().get()), Map.of("tools", tools.toString()));

    assertThatExceptionOfType(WeirException.class)
        .isThrownBy(() ->
            site.restore(
                method,
                List.of(backup),
                new RestoreTarget.Living(other),
                new RestorePoint.Latest()))
        .matches(refused -> refused.code() == MysqlBackupError.TOOL)
        .withMessageContaining("There is no mariadb-binlog in " + tools)
        .withMessageContaining("Install the package mariadb-client");
    assertThat(other.database().query("show tables").list(row -> row.text(0))).isEmpty();
  }

  @Test
  void the_size_is_that_of_now_although_the_server_keeps_its_statistics_for_a_day()
      throws Exception {
    String statistics =
        "select data_length from information_schema.tables where table_schema = 'weir' and"
            + " table_name = 'photos'";
    source.database().update("create table photos (id int primary key, photo mediumblob)");
    long before = Long.parseLong(Site.text(source, statistics));
    source
        .database()
        .update(
            "insert into photos with recursive n(i) as (select 1 union all select i + 1 from n"
                + " where i < 80) select i, repeat(md5(i), 3200) from n");
    Version server = Version.ofServer("8.0.15");

    assertThat(Site.text(source, statistics)).isEqualTo(Long.toString(before));
    assertThat(site.backup(method(), source, WHOLE, null).taken().sourceBytes())
        .isGreaterThan(8_000_000);

    source.database().update("create user plain identified by 'plain'");
    source.database().update("grant select on weir.* to plain");
    BackupSource plain =
        site.open(source.definition().toBuilder().user("plain").build(), "plain", Map.of());
    List<Tables.Table> photos =
        Tables.in(plain.database(), "weir", new Scope.OneTable("", "photos"));
    // The server counts anew in the background.
    await()
        .atMost(Duration.ofMinutes(2))
        .untilAsserted(() ->
            assertThat(DataSize.of(plain.database(), server, photos)).isGreaterThan(8_000_000));
    assertThat(Site.text(plain, statistics)).isEqualTo(Long.toString(before));
  }
}
