package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pgbench database of 1 GB on PostgreSQL 15, written to all the time: each method takes it and
 * proves what it has taken, and restores hit the marked transaction.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GigabyteIT {
  private static final String CONSISTENT =
      "(select sum(abalance) from pgbench_accounts) = (select sum(delta) from"
          + " pgbench_history) and (select sum(bbalance) from pgbench_branches) = (select"
          + " sum(tbalance) from pgbench_tellers)";
  private static final String CHECK = "select " + CONSISTENT + "=true";
  private static final Duration LONG = Duration.ofMinutes(30);

  @TempDir static Path folder;

  /** In a folder of its own: the path of a socket is short by nature. */
  private Path socket;

  private DatabaseServer server;
  private GigabyteSite site;
  private Process writers;
  private int lastMark;

  @BeforeAll
  void a_gigabyte() throws Exception {
    socket = Files.createTempDirectory("weir-gb");
    server =
        Servers.freshPostgresql15(
            Map.of(
                "max_wal_senders", "4",
                "max_wal_size", "4GB",
                "shared_buffers", "256MB",
                "wal_level", "replica",
                "archive_mode", "on",
                "archive_command", "true",
                "unix_socket_directories", socket.toString()));
    site =
        GigabyteSite.of(
            folder,
            "bench: {url: \"%s\"}\ncopy: {url: \"%s\"}\n"
                .formatted(
                    server.adminUrl(),
                    server.adminUrl().replaceFirst("(://[^/]+/)\\w+", "$1copy")));
    int scale = Math.max(1, GigabyteSite.MEGABYTES / 15);
    site.ran("fill", login(), pgbench("--initialize", "--quiet", "--scale=" + scale));
    sql("create table marks (id int primary key)");
  }

  @BeforeEach
  void write_load() throws Exception {
    writers =
        site.start(
            "pgbench", login(), pgbench("--client=2", "--rate=200", "--time=7200", "--no-vacuum"));
    int before = written();
    await().atMost(LONG).until(() -> written() > before + 100);
  }

  @AfterEach
  void end_of_write_load() throws Exception {
    GigabyteSite.stop(writers);
    assertThat(site.said("pgbench")).doesNotContain("aborted");
  }

  @AfterAll
  void end() {
    server.close();
  }

  private List<String> pgbench(String... options) {
    List<String> command = new ArrayList<>(List.of("pgbench"));
    command.addAll(List.of(options));
    command.add(server.database());
    return command;
  }

  private Map<String, String> login() {
    return Map.of(
        "PGHOST", server.host(),
        "PGPORT", Integer.toString(server.port()),
        "PGUSER", "postgres",
        "PGPASSWORD", server.adminUrl().replaceFirst(".*://[^:]+:([^@]+)@.*", "$1"));
  }

  private void sql(String... statements) throws Exception {
    List<String> command = new ArrayList<>(List.of("psql", "-X", "-d", server.database()));
    for (String each : statements) {
      command.addAll(List.of("-c", each));
    }
    site.ran("psql", login(), command);
  }

  private int written() {
    return Integer.parseInt(site.value("bench", "select count(*) as v from pgbench_history"));
  }

  /** Commits one transaction that can be told from the others; answers its number. */
  private String mark() {
    return site.value(
        "bench",
        "with w as (insert into marks values (%d) returning id) select pg_current_xact_id()::text as v from w"
            .formatted(++lastMark));
  }

  private void archivedSoFar() {
    String last = site.value("bench", "select pg_walfile_name(pg_switch_wal()) as v");
    await()
        .atMost(LONG)
        .until(() ->
            site.value(
                    "bench",
                    "select (last_archived_wal >= '" + last + "')::text as v from pg_stat_archiver")
                .equals("true"));
  }

  /** Restores to a transaction, starts a server there, and tells the last mark. */
  private int lastMarkAfter(String... options) throws Exception {
    Path data = Files.createTempDirectory(folder, "restored").resolve("data");
    int port = FreePort.any();
    List<String> words = new ArrayList<>(List.of("restore", "bench"));
    words.addAll(List.of("--into-folder", data.toString(), "--option", "port=" + port));
    words.addAll(List.of(options));
    site.done(words.toArray(String[]::new));
    PostgresInstallation programs =
        PostgresInstallations.of("postgres", 15, null).orElseThrow().installation();
    try (PostgresProcess _ =
        PostgresProcess.start(programs, data, folder.resolve("restored.log"), LONG)) {
      String url = server.adminUrl().replace(":" + server.port(), ":" + port);
      // It answers as soon as it is consistent, which is before it has come to the transaction.
      await()
          .atMost(LONG)
          .until(() ->
              site.value(
                      url,
                      "select (not pg_is_in_recovery() or pg_is_wal_replay_paused())::text as v")
                  .equals("true"));
      assertThat(site.value(url, "select (" + CONSISTENT + ")::text as v")).isEqualTo("true");
      return Integer.parseInt(site.value(url, "select max(id) as v from marks"));
    }
  }

  @ParameterizedTest(name = "{0} jobs")
  @ValueSource(strings = {"1", "2"})
  void pg_dump_is_proven_and_restored_alike(String jobs) throws Exception {
    int before = written();

    String id = site.backup("bench", "--method", "pg_dump", "--jobs", jobs);

    assertThat(written()).isGreaterThan(before);
    assertThat(site.size("bench", id)).isGreaterThan(GigabyteSite.MEGABYTES * 600_000L);
    site.proven("bench", CHECK);
    sql("drop database if exists copy with (force)", "create database copy");
    site.restoredAlike("bench", id, "copy", "--method", "pg_dump");
    sql("drop database copy with (force)");
  }

  @Test
  void pg_basebackup_with_archived_wal_ends_with_the_marked_transaction() throws Exception {
    archiveBy(
        "%s --home %s --config %s backup archive-log bench %%p %%f"
            .formatted(program(), folder.resolve("home"), folder.resolve("weir.yaml")));

    site.backup("bench", "--method", "pg_basebackup", "--scope", "cluster");

    mark();
    String marked = mark();
    int wanted = lastMark;
    mark();
    archivedSoFar();
    site.proven("bench", CHECK);
    assertThat(lastMarkAfter("--to-transaction", marked)).isEqualTo(wanted);
    assertThat(lastMarkAfter("--to-transaction", marked, "--before")).isEqualTo(wanted - 1);
  }

  @Test
  void pgbackrest_full_differential_and_incremental_end_with_the_marked_transaction()
      throws Exception {
    Path config = pgBackRest();
    String[] how = {
      "--method", "pgbackrest", "--scope", "cluster", "--jobs", "2", "--option", "config=" + config
    };

    for (String level : List.of("full", "differential", "incremental")) {
      mark();
      String[] words = java.util.Arrays.copyOf(how, how.length + 2);
      words[how.length] = "--level";
      words[how.length + 1] = level.toUpperCase(java.util.Locale.ROOT);
      site.backup("bench", words);
      site.proven("bench", CHECK, "select max(id) from marks=" + lastMark);
    }

    String marked = mark();
    int wanted = lastMark;
    mark();
    archivedSoFar();
    assertThat(lastMarkAfter("--to-transaction", marked)).isEqualTo(wanted);
    assertThat(lastMarkAfter("--to-transaction", marked, "--before")).isEqualTo(wanted - 1);
  }

  private void archiveBy(String command) throws Exception {
    sql("alter system set archive_command = '" + command + "'", "select pg_reload_conf()");
  }

  /** As an installed {@code weir} would be. */
  private static Path program() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path program =
        Files.writeString(
            folder.resolve("weir"),
            "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -cp '%s' dev.weir.cli.Main \"$@\"\n"
                .formatted(java, System.getProperty("java.class.path")));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private Path pgBackRest() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("pgbackrest.conf"),
            """
            [global]
            repo1-path=%1$s/pgbackrest
            log-path=%1$s
            lock-path=%1$s/lock
            spool-path=%1$s/spool
            log-level-file=off
            repo1-retention-full=9
            compress-type=zst
            start-fast=y
            [main]
            pg1-path=%2$s
            pg1-port=%3$d
            pg1-socket-path=%4$s
            pg1-user=postgres
            """
                .formatted(folder, server.dataDirectory(), server.port(), socket));
    String program = "pgbackrest --config=" + config + " --stanza=main ";
    site.ran("pgbackrest", Map.of(), List.of((program + "stanza-create").split(" ")));
    archiveBy(program + "archive-push %p");
    return config;
  }
}
