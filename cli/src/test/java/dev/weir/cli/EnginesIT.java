package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB and Redis by the command line: backup, proof, log, restore. */
class EnginesIT {
  @TempDir Path folder;

  private Run.In weir(String databases) throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"),
        "databases:\n" + databases + "settings:\n  backup:\n    repository: repo\n");
    return Run.In.home(folder);
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  @Test
  void mariadb_is_rolled_forward_to_the_transaction_and_no_further() throws Exception {
    Path data = folder.resolve("data");
    Path first = DebianMariaDb.install(data, "clinic");
    int port = FreePort.any();
    Run.In weir = weir("  clinic: {url: \"" + DebianMariaDb.url(port, "clinic") + "\"}\n");
    String marked;
    try (DebianMariaDb _ =
        DebianMariaDb.start(data, port, "--log-bin=mb", "--server-id=1", "--init-file=" + first)) {
      done(weir.run("query", "clinic", "create table marks (id int primary key)"));
      done(weir.run("backup", "create", "clinic", "--method", "mariabackup", "--scope", "cluster"));
      done(weir.run("query", "clinic", "insert into marks values (1)"));
      done(
          weir.run(
              "backup",
              "create",
              "clinic",
              "--method",
              "mariabackup",
              "--scope",
              "cluster",
              "--level",
              "INCREMENTAL"));
      done(weir.run("query", "clinic", "insert into marks values (2)"));
      Run gtid = done(weir.run("query", "clinic", "select @@gtid_binlog_pos as v", "-o", "ndjson"));
      marked = String.valueOf(Json.object(gtid.out()).get("v"));
      done(weir.run("query", "clinic", "insert into marks values (3)"));
      assertThat(done(weir.run("backup", "archive-log", "clinic", "-o", "csv")).out())
          .contains("mb.00000");
    }
    assertThat(done(weir.run("backup", "verify", "clinic")).out()).contains("is good");

    Path restored = folder.resolve("restored");
    done(
        weir.run(
            "restore", "clinic", "--into-folder", restored.toString(), "--to-transaction", marked));

    int other = FreePort.any();
    String url = DebianMariaDb.url(other, "clinic");
    try (DebianMariaDb _ = DebianMariaDb.start(restored, other)) {
      assertThat(
              done(weir.run("query", url, "select max(id) as v from marks", "-o", "ndjson")).out())
          .isEqualTo("{\"v\":2}\n");
    }
  }

  @Test
  void redis_comes_back_into_a_running_server_and_the_restore_is_undone() throws Exception {
    try (DatabaseServer origin = Servers.freshRedis(Map.of());
        DatabaseServer other = Servers.freshRedis(Map.of())) {
      Run.In weir =
          weir(
              "  cache: {url: \"%s\"}\n  twin: {url: \"%s\"}\n"
                  .formatted(origin.url(), other.url()));
      done(weir.run("query", "cache", "SET mark one"));
      done(weir.run("backup", "create", "cache", "--scope", "cluster"));
      assertThat(done(weir.run("backup", "verify", "cache")).out()).contains("is good");
      done(weir.run("query", "twin", "SET mark other"));

      Run refused = weir.run("restore", "cache", "latest", "--into", "twin");
      done(weir.run("restore", "cache", "latest", "--into", "twin", "--clean", "--yes"));
      Run restored = done(weir.run("query", "twin", "GET mark"));
      done(weir.run("restore", "undo", "twin", "--yes"));
      Run undone = done(weir.run("query", "twin", "GET mark"));

      assertThat(refused.code()).isNotEqualTo(ExitCode.DONE);
      assertThat(refused.err()).contains("BACKUP-010");
      assertThat(restored.out()).contains("one");
      assertThat(undone.out()).contains("other");
    }
  }

  @Test
  void a_dump_of_an_older_script_is_restored_into_mariadb_and_mysql() throws Exception {
    Path dump = folder.resolve("old.sql.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(dump))) {
      out.write(
          """
          create table items (id int primary key, name varchar(50)) default charset utf8mb4;
          insert into items values (1, 'Åsa'), (2, 'it''s');
          -- Dump completed on 2020-01-01  2:30:00
          """
              .getBytes(StandardCharsets.UTF_8));
    }
    Process sealed =
        new ProcessBuilder(
                "openssl",
                "enc",
                "-aes-256-cbc",
                "-pbkdf2",
                "-pass",
                "pass:old secret",
                "-in",
                dump.toString(),
                "-out",
                dump + ".enc")
            .inheritIO()
            .start();
    assertThat(sealed.waitFor()).isZero();
    Path data = folder.resolve("data");
    int port = FreePort.any();
    try (DebianMariaDb _ =
        DebianMariaDb.start(data, port, "--init-file=" + DebianMariaDb.install(data, "clinic"))) {
      imported(dump + ".enc", DebianMariaDb.url(port, "clinic"));
    }
    try (DatabaseServer mysql = Servers.freshMysql(Map.of())) {
      imported(dump + ".enc", mysql.adminUrl());
    }
  }

  private void imported(String dump, String url) throws IOException {
    weir("  old: {url: \"" + url + "\"}\n");
    Run.In weir = new Run.In(folder, Map.of("BACKUP_ENCRYPTION_KEY", "old secret"));
    done(weir.run("backup", "import", dump, "--into", "old"));
    Run again = weir.run("backup", "import", dump, "--into", "old");

    assertThat(
            done(weir.run("query", "old", "select name from items order by id", "-o", "csv"))
                .out()
                .lines())
        .containsExactly("name", "Åsa", "it's");
    assertThat(again.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(again.err()).contains("BACKUP-010");
  }
}
