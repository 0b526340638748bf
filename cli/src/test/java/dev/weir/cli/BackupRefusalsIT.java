package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import dev.weir.testing.databases.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code weir backup} cannot do is told with a code and a next step, and touches nothing. */
class BackupRefusalsIT {
  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void a_catalog() throws Exception {
    configure(folder.resolve("repo"), "");
    Files.createFile(folder.resolve("shop.db"));
  }

  private void fillTheShopWithSixMegabytes() {
    done(weir.run("query", "shop", "create table items (id integer primary key, photo blob)"));
    done(
        weir.run(
            "query",
            "shop",
            "insert into items (photo) with recursive n(i) as (select 1 union all select i + 1"
                + " from n where i < 60) select randomblob(100000) from n"));
  }

  private void configure(Path repository, String more) throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          shop: {type: sqlite, database: "%s"}
        %ssettings:
          backup:
            repository: %s
        """
            .formatted(folder.resolve("shop.db"), more, repository));
    weir = Run.In.home(folder);
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static void refused(Run run, String code, String... words) {
    assertThat(run.code()).as(run.out()).isIn(ExitCode.FAILED, ExitCode.USAGE);
    assertThat(run.err())
        .contains("[" + code + "]")
        .contains(words)
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
  }

  /** Every file of a place with its time of change and size. */
  private static Map<String, String> everything(Path place) throws IOException {
    Map<String, String> all = new TreeMap<>();
    if (Files.exists(place)) {
      try (Stream<Path> files = Files.walk(place)) {
        for (Path each : files.filter(Files::isRegularFile).toList()) {
          all.put(each.toString(), Files.getLastModifiedTime(each) + " " + Files.size(each));
        }
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backup create %s",
        "backup list %s",
        "backup show %s latest",
        "backup verify %s",
        "backup prune %s --dry-run",
        "backup hold %s latest --reason law",
        "backup status %s",
        "backup archive-log %s",
        "restore %s latest",
        "restore shop latest --into %s --clean --yes",
        "restore undo %s --yes"
      })
  void a_url_is_no_name_that_backups_could_be_kept_under(String command) throws Exception {
    String url = "postgresql://weir:secret@127.0.0.1:1/clinic";

    Run run = weir.run(command.formatted(url).split(" "));

    refused(run, "BACKUP-030", "weir database add NAME URL");
    assertThat(run.err()).doesNotContain("secret");
    assertThat(folder.resolve("repo/backups")).doesNotExist();
  }

  @Test
  void a_full_disk_leaves_the_backups_that_are_there() throws Exception {
    fillTheShopWithSixMegabytes();
    try (SmallDisk disk = SmallDisk.of(16)) {
      configure(disk.path().resolve("repo"), "");
      done(weir.run("backup", "create", "shop"));
      disk.fill();

      refused(weir.run("backup", "create", "shop"), "BACKUP-004", "weir backup prune");
      disk.free();

      assertThat(done(weir.run("backup", "list", "shop", "-o", "ndjson")).out().lines()).hasSize(1);
      done(weir.run("backup", "verify", "shop"));
      done(weir.run("backup", "create", "shop"));
    }
  }

  @Test
  void a_new_repository_needs_room_too() throws Exception {
    try (SmallDisk disk = SmallDisk.of(1)) {
      configure(disk.path().resolve("repo"), "");
      disk.fill();

      refused(weir.run("backup", "create", "shop"), "BACKUP-004", "Make room");
      disk.free();

      assertThat(everything(disk.path())).isEmpty();
    }
  }

  @Test
  void a_place_that_may_only_be_read_is_read_and_not_written() throws Exception {
    fillTheShopWithSixMegabytes();
    try (SmallDisk disk = SmallDisk.of(16)) {
      configure(disk.path().resolve("repo"), "");
      done(weir.run("backup", "create", "shop"));
      disk.readOnly();

      refused(weir.run("backup", "create", "shop"), "BACKUP-005", "the right to read and write");
      assertThat(done(weir.run("backup", "list", "shop", "-o", "ndjson")).out().lines()).hasSize(1);

      configure(disk.path().resolve("another"), "");
      refused(weir.run("backup", "create", "shop"), "BACKUP-005", "another");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "restic, config, keys/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    "borg, config, data/0/1",
    "pgBackRest, archive/main/archive.info, backup/main/backup.info"
  })
  void the_repository_of_another_tool_is_left_alone(String tool, String one, String two)
      throws Exception {
    Path place = folder.resolve("repo");
    for (String name : List.of(one, two)) {
      Files.createDirectories(place.resolve(name).getParent());
      Files.writeString(place.resolve(name), "theirs");
    }
    Map<String, String> before = everything(place);

    refused(weir.run("backup", "create", "shop"), "BACKUP-001", tool, "Name an empty place");
    refused(weir.run("restore", "shop", "latest"), "BACKUP-001", tool);

    assertThat(everything(place)).isEqualTo(before);
  }

  @Test
  void programs_older_than_the_server_are_told_with_the_package_that_is_new_enough()
      throws Exception {
    DatabaseServer postgresql = Servers.postgresql15();
    DatabaseServer mariadb = Servers.mariadb();
    configure(
        folder.resolve("repo"),
        "  clinic: {url: \"%s\"}\n  ward: {url: \"%s\"}\n"
            .formatted(postgresql.adminUrl(), mariadb.adminUrl()));
    Path old = Files.createDirectories(folder.resolve("old"));
    for (String name : List.of("pg_dump", "pg_dumpall", "pg_restore", "psql")) {
      program(old.resolve(name), name + " (PostgreSQL) 12.22");
    }
    for (String name : List.of("mariadb", "mariadb-dump")) {
      program(old.resolve(name), name + "  Ver 15.1 Distrib 10.3.39-MariaDB, for debian-linux-gnu");
    }

    refused(
        weir.run("backup", "create", "clinic", "--option", "tools=" + old),
        "BACKUP-010",
        "pg_dump 12",
        "older than the server",
        "postgresql-client-15");
    refused(
        weir.run("backup", "create", "ward", "--option", "tools=" + old),
        "BACKUP-010",
        "MariaDB 10.3.39 and older than the server",
        "the package mariadb-client of version");

    assertThat(folder.resolve("repo/backups")).doesNotExist();
  }

  private static void program(Path file, String version) throws IOException {
    Files.writeString(file, "#!/bin/sh\necho '" + version + "'\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
