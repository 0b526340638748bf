package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Debian's MariaDB, as mariadb-backup must be of the server's own series. */
  private Process mariadb(Path data, int port, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + Files.createTempDirectory("weir-my").resolve("s"),
                "--skip-name-resolve"));
    command.addAll(List.of(more));
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("mariadb-" + port + ".log").toFile())
            .start();
    await().until(() -> answers(port));
    return server;
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String url(int port) {
    return "mariadb://weir:secret@127.0.0.1:" + port + "/clinic?tls=disable";
  }

  @Test
  void mariadb_is_rolled_forward_to_the_transaction_and_no_further() throws Exception {
    Path data = folder.resolve("data");
    Process installed =
        new ProcessBuilder(
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--skip-test-db")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("install.log").toFile())
            .start();
    assertThat(installed.waitFor()).isZero();
    Path first =
        Files.writeString(
            folder.resolve("first.sql"),
            "CREATE DATABASE clinic;\nCREATE USER weir@'127.0.0.1' IDENTIFIED BY 'secret';\n"
                + "GRANT ALL ON *.* TO weir@'127.0.0.1';\n");
    int port = freePort();
    Run.In weir = weir("  clinic: {url: \"" + url(port) + "\"}\n");
    Process server = mariadb(data, port, "--log-bin=mb", "--server-id=1", "--init-file=" + first);
    String marked;
    try {
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
    } finally {
      server.destroy();
      server.waitFor();
    }
    assertThat(done(weir.run("backup", "verify", "clinic")).out()).contains("is good");

    Path restored = folder.resolve("restored");
    done(
        weir.run(
            "restore", "clinic", "--into-folder", restored.toString(), "--to-transaction", marked));

    int other = freePort();
    Process found = mariadb(restored, other);
    try {
      assertThat(
              done(weir.run("query", url(other), "select max(id) as v from marks", "-o", "ndjson"))
                  .out())
          .isEqualTo("{\"v\":2}\n");
    } finally {
      found.destroy();
      found.waitFor();
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
}
