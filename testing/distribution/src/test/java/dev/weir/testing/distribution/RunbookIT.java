package dev.weir.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the runbook as they stand on its page, on a real PostgreSQL that archives by
 * the command of the distribution. Wants root, as the page does.
 */
@Tag("long")
class RunbookIT {
  private static final Path PAGE = Path.of("../../docs/disaster-recovery.md");
  private static final Pattern COMMANDS = Pattern.compile(" +```sh\n(.*?) +```", Pattern.DOTALL);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private Path program;
  private DatabaseServer broken;
  private Path found;
  private int port;

  @BeforeEach
  void aServerThatArchivesWithABackup() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    program = launcher();
    found = folder.resolve("found");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    broken =
        Servers.freshPostgresql15(
            Map.of(
                "wal_level", "replica",
                "max_wal_senders", "4",
                "track_commit_timestamp", "on",
                "archive_mode", "on",
                "archive_command", program + " backup archive-log clinic %p %f"));
    String[] login = URI.create(broken.adminUrl()).getUserInfo().split(":", -1);
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          clinic:
            type: postgresql
            host: 127.0.0.1
            port: %d
            database: %s
            user: %s
            password: %s
        settings:
          backup:
            repository: repo
        """
            .formatted(broken.port(), broken.database(), login[0], login[1]));
    sql("create table visits (id int primary key)", "insert into visits values (1)");
    run("weir backup create clinic --method pg_basebackup --scope cluster");
  }

  /**
   * The page says {@code weir}: the distribution's own, in this home. The server's user must be
   * able to read it, wherever it was built.
   */
  private Path launcher() throws Exception {
    Path dist = Distribution.LAUNCHER.toAbsolutePath().normalize().getParent().getParent();
    run("mkdir -p dist/lib && cp -r %1$s/bin dist && cp -r %1$s/lib/cli dist/lib".formatted(dist));
    run("chmod -R a+rX dist");
    Path file = folder.resolve("weir");
    Files.writeString(
        file,
        """
        #!/bin/sh
        JAVA_HOME=%s exec %s --home %s --config %s "$@"
        """
            .formatted(
                System.getProperty("java.home"),
                folder.resolve("dist/bin/weir"),
                folder.resolve("home"),
                folder.resolve("weir.yaml")));
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void end() throws Exception {
    if (Files.exists(found.resolve("postmaster.pid"))) {
      run("runuser -u postgres -- /usr/lib/postgresql/15/bin/pg_ctl -D found -m immediate stop");
    }
    broken.close();
  }

  @Test
  void what_was_there_before_a_wrong_statement_is_found_again() throws Exception {
    sql("insert into visits values (2)");
    String before = aMomentLater();
    sql("delete from visits", "insert into visits values (3)");

    follow(
        commands().stream()
            .filter(each -> !each.contains("archive_status"))
            .map(each -> each.replace("'2026-11-21 14:05'", before))
            .toList());

    assertThat(Psql.of(broken).in(broken.database(), "select id from visits")).isEqualTo("3");
    assertThat(found("select string_agg(id::text, ',' order by id) from visits")).isEqualTo("1,2");
    archivesAgain();
  }

  @Test
  void a_server_that_does_not_start_any_more_loses_nothing_while_its_disk_can_be_read()
      throws Exception {
    sql("insert into visits values (2)", "select pg_switch_wal()");
    sql("insert into visits values (3)");
    broken.kill();

    follow(
        commands().stream()
            .filter(each -> !each.contains("pg_switch_wal"))
            .map(each -> each.replace("--to '2026-11-21 14:05' --before", "--to latest"))
            .toList());

    assertThat(found("select string_agg(id::text, ',' order by id) from visits"))
        .isEqualTo("1,2,3");
    archivesAgain();
  }

  /** The commands of each step of the first part of the page. */
  private static List<String> commands() throws IOException {
    String page = Files.readString(PAGE);
    String part =
        page.substring(page.indexOf("## One database"), page.indexOf("## A few rows are lost"));
    List<String> steps =
        COMMANDS.matcher(part).results().map(each -> each.group(1).stripIndent()).toList();
    assertThat(steps).hasSizeGreaterThanOrEqualTo(8);
    return steps;
  }

  private void follow(List<String> steps) throws Exception {
    for (String step : steps) {
      String told =
          run(
              step.replace("/var/lib/postgresql/15/main", broken.dataDirectory().toString())
                  .replace("/var/lib/postgresql/found", found.toString())
                  .replace("5433", Integer.toString(port)));
      if (step.contains("pg_switch_wal")) {
        String last = segment(told);
        await()
            .atMost(PATIENCE)
            .until(() -> segment(run(step.lines().toList().getLast())).compareTo(last) >= 0);
      } else if (step.contains("pg_ctl") && step.contains(" start")) {
        await().atMost(PATIENCE).until(() -> found("select pg_is_in_recovery()").equals("f"));
      } else if (step.contains("--dry-run")) {
        assertThat(told).doesNotContain("missing");
        assertThat(found).doesNotExist();
      }
    }
  }

  /** The first name of a segment in a text; empty where there is none. */
  private static String segment(String text) {
    Matcher name = Pattern.compile("[0-9A-F]{24}").matcher(text);
    return name.find() ? name.group() : "";
  }

  private void archivesAgain() throws Exception {
    String last = found("select pg_walfile_name(pg_switch_wal())");
    assertThat(last).startsWith("00000002");
    // From now on another user of this machine archives than the one who made the home.
    run("chown -R postgres: home repo");
    await()
        .atMost(PATIENCE)
        .until(() ->
            found(
                    "select coalesce(last_archived_wal >= '"
                        + last
                        + "', false) from pg_stat_archiver")
                .equals("t"));
    assertThat(run("weir backup list clinic -o ndjson").lines()).hasSize(2);
  }

  /** So that what comes before and what comes after are of different seconds. */
  private String aMomentLater() throws Exception {
    Instant now = Instant.now();
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(moment));
    return moment.toString();
  }

  private void sql(String... statements) throws Exception {
    Psql.of(broken).in(broken.database(), statements);
  }

  private String found(String question) throws Exception {
    return Psql.of(broken).at(port).in(broken.database(), question);
  }

  /** Answers what the commands wrote, all of which must go well. */
  private String run(String commands) throws Exception {
    ProcessBuilder shell = new ProcessBuilder("bash", "-eu", "-c", commands);
    shell.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Path told = Files.createTempFile(folder, "told-", ".txt");
    Path err = Files.createTempFile(folder, "err-", ".txt");
    Process process =
        shell
            .directory(folder.toFile())
            .redirectOutput(told.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      int code = process.waitFor();
      String out = Files.readString(told, StandardCharsets.UTF_8);
      assertThat(code).as(commands + "\n" + out + Files.readString(err)).isZero();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }
}
