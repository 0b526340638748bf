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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The steps of docs/backup-postgresql.md: a PostgreSQL archives its WAL by {@code weir backup
 * archive-log}, a physical backup is taken, and restores by the command hit the exact transaction.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class PointInTimeIT {
  @TempDir static Path folder;
  private DatabaseServer server;
  private Run.In weir;

  /** What is known of the transaction that restores shall end with. */
  private record Mark(String transaction, String place, Instant time) {}

  private Mark mark;

  @BeforeAll
  void aServerThatArchivesWithABackupAndFiveTransactions() throws Exception {
    Path program = program();
    Path config = folder.resolve("weir.yaml");
    server =
        Servers.freshPostgresql15(
            Map.of(
                "wal_level", "replica",
                "max_wal_senders", "4",
                "track_commit_timestamp", "on",
                "archive_mode", "on",
                "archive_command",
                    program
                        + " --home "
                        + folder.resolve("home")
                        + " --config "
                        + config
                        + " backup archive-log clinic %p %f"));
    Files.writeString(
        config,
        """
        databases:
          clinic: {url: "%s"}
        settings:
          backup:
            repository: repo
        """
            .formatted(server.adminUrl()));
    weir = Run.In.home(folder);
    query("create table marks (id int primary key)");
    write(1);
    done(weir.run("backup", "create", "clinic", "--method", "pg_basebackup", "--scope", "cluster"));
    write(2);
    String transaction =
        json(
            "with w as (insert into marks values (3) returning id)"
                + " select pg_current_xact_id()::text as v from w");
    String place = json("select pg_current_wal_lsn()::text as v");
    Instant time = Instant.parse(json(NOW));
    mark = new Mark(transaction, place, time);
    query("select pg_create_restore_point('before the accident')");
    await().until(() -> Instant.parse(json(NOW)).isAfter(time.plusMillis(100)));
    write(4);
    write(5);
    String last = json("select pg_walfile_name(pg_switch_wal()) as v");
    await()
        .until(() ->
            json("select (last_archived_wal >= '" + last + "')::text as v from pg_stat_archiver")
                .equals("true"));
    assertThat(json("select failed_count::text as v from pg_stat_archiver")).isEqualTo("0");
  }

  private static final String NOW =
      "select to_char(clock_timestamp() at time zone 'UTC',"
          + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as v";

  @AfterAll
  void end() {
    server.close();
  }

  /** As an installed {@code weir} would be. */
  private Path program() throws IOException {
    Path program = folder.resolve("weir");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        program,
        "#!/bin/sh\nexec "
            + java
            + " -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow -cp '"
            + System.getProperty("java.class.path")
            + "' dev.weir.cli.Main \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private void write(int id) {
    query("insert into marks values (" + id + ")");
  }

  private void query(String statement) {
    done(weir.run("query", "clinic", statement));
  }

  private String json(String query) {
    Run run = done(weir.run("query", "clinic", query, "-o", "ndjson"));
    return String.valueOf(Json.object(run.out()).get("v"));
  }

  /** Restores by the command, starts a server there, and tells the last mark. */
  private int lastAfter(String... point) throws Exception {
    Path data = Files.createTempDirectory(folder, "restored").resolve("data");
    int port = FreePort.any();
    String[] command =
        List.of("restore", "clinic", "--into-folder", data.toString(), "--option", "port=" + port)
            .toArray(String[]::new);
    String[] all = new String[command.length + point.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(point, 0, all, command.length, point.length);
    done(weir.run(all));
    PostgresInstallation programs =
        PostgresInstallations.of("postgres", 15, null).orElseThrow().installation();
    try (PostgresProcess _ =
        PostgresProcess.start(
            programs, data, folder.resolve("server.log"), Duration.ofMinutes(5))) {
      String url = server.adminUrl().replace(":" + server.port(), ":" + port);
      Run run = done(weir.run("query", url, "select max(id) as v from marks", "-o", "ndjson"));
      return Integer.parseInt(run.out().replaceAll("\\D", ""));
    }
  }

  @Test
  void to_a_transaction_and_to_just_before_it() throws Exception {
    assertThat(lastAfter("--to-transaction", mark.transaction())).isEqualTo(3);
    assertThat(lastAfter("--to-transaction", mark.transaction(), "--before")).isEqualTo(2);
  }

  @Test
  void to_a_time_a_place_and_a_named_point() throws Exception {
    assertThat(lastAfter("--to", mark.time().toString())).isEqualTo(3);
    assertThat(lastAfter("--to-lsn", mark.place())).isEqualTo(3);
    assertThat(lastAfter("--to-point", "before the accident")).isEqualTo(3);
  }

  @Test
  void as_far_as_the_archive_goes_or_to_the_backup_alone() throws Exception {
    assertThat(lastAfter("--to", "latest")).isEqualTo(5);
    assertThat(lastAfter()).isEqualTo(1);
  }

  @Test
  void a_plan_tells_the_wal_and_a_time_before_the_first_backup_is_refused() {
    Run plan =
        done(
            weir.run(
                "restore",
                "clinic",
                "--into-folder",
                folder.resolve("nowhere").toString(),
                "--to",
                "latest",
                "--dry-run"));
    Run early =
        weir.run(
            "restore",
            "clinic",
            "--into-folder",
            folder.resolve("nowhere").toString(),
            "--to",
            "2020-01-01T00:00:00Z");

    assertThat(plan.out()).contains("wal").contains("files of archived WAL");
    assertThat(folder.resolve("nowhere")).doesNotExist();
    assertThat(early.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(early.err()).contains("BACKUP-020");
  }

  @Test
  void the_same_segment_is_archived_again_in_peace_and_another_of_its_name_refused()
      throws Exception {
    Run none =
        weir.run(
            "backup",
            "fetch-log",
            "clinic",
            "00000001000000FF000000FF",
            folder.resolve("none").toString());
    String name = json("select pg_walfile_name('" + mark.place() + "') as v");
    Path segment = folder.resolve(name);
    done(weir.run("backup", "fetch-log", "clinic", name, segment.toString()));
    Run again = weir.run("backup", "archive-log", "clinic", segment.toString(), name);
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    Run other = weir.run("backup", "archive-log", "clinic", segment.toString(), name);

    assertThat(none.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.code()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(other.code()).as(other.err()).isNotEqualTo(ExitCode.DONE);
  }
}
