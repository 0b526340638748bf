package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MariaDB, MySQL and SQLite with 1 GB of rows as sysbench has them, and Redis with a third of that,
 * written to while they are taken; restores compared and MariaDB rolled forward.
 */
@Tag("long")
class GigabyteEnginesIT {
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final int ROWS = GigabyteSite.MEGABYTES * 7_000;

  @TempDir Path folder;

  private static List<String> client(int port, String user, String password, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "mariadb",
                "--no-defaults",
                "--protocol=tcp",
                "--host=127.0.0.1",
                "--port=" + port,
                "--user=" + user,
                "--password=" + password));
    command.addAll(List.of(more));
    return command;
  }

  private static DebianMariaDb mariadb(Path data, int port, String... more) throws IOException {
    List<String> settings =
        new ArrayList<>(
            List.of(
                "--innodb-buffer-pool-size=512M",
                "--innodb-log-file-size=512M",
                "--innodb-flush-log-at-trx-commit=0"));
    settings.addAll(List.of(more));
    return DebianMariaDb.start(data, port, settings.toArray(String[]::new));
  }

  private static final String TABLE =
      "create table sbtest1 (id int primary key, k int not null, c char(120) not null, pad char(60)"
          + " not null);";

  @Test
  void mariadb_by_dump_and_by_files_ends_with_the_marked_transaction() throws Exception {
    Path data = folder.resolve("data");
    int port = FreePort.any();
    GigabyteSite site =
        GigabyteSite.of(
            folder,
            "clinic: {url: \"%s\"}\ncopy: {url: \"%s\"}\n"
                .formatted(DebianMariaDb.url(port, "clinic"), DebianMariaDb.url(port, "copy")));
    Path first = DebianMariaDb.install(data, "clinic", "copy");
    try (DebianMariaDb _ = mariadb(data, port, "--init-file=" + first)) {
      site.ran(
          "fill",
          Map.of(),
          client(
              port,
              "weir",
              "secret",
              "--execute="
                  + TABLE
                  + "insert into sbtest1 select seq, seq % 1000, concat(md5(rand()), md5(rand()),"
                  + " md5(rand())), md5(rand()) from seq_1_to_"
                  + ROWS
                  + ";"
                  + Transfers.TABLES
                  + "create table marks (id int primary key)",
              "clinic"));
    }
    String marked;
    try (DebianMariaDb _ =
            mariadb(data, port, "--log-bin=mb", "--server-id=1", "--binlog-format=ROW");
        Transfers transfers =
            Transfers.by(
                site,
                Map.of(),
                "begin",
                client(port, "weir", "secret", "clinic").toArray(String[]::new))) {
      await().atMost(LONG).until(() -> transfers.written() > 50);
      String dump = site.backup("clinic", "--method", "mysqldump");
      assertThat(site.size("clinic", dump)).isGreaterThan(GigabyteSite.MEGABYTES * 900_000L);
      site.proven("clinic", Transfers.WHOLE);
      site.restoredAlike("clinic", dump, "copy", "--method", "mysqldump");
      for (String level : List.of("FULL", "DIFFERENTIAL", "INCREMENTAL")) {
        int before = transfers.written();
        site.backup("clinic", "--method", "mariabackup", "--scope", "cluster", "--level", level);
        assertThat(transfers.written()).isGreaterThan(before);
        site.proven("clinic", Transfers.WHOLE);
      }
      mark(site, port, 1);
      marked = mark(site, port, 2);
      mark(site, port, 3);
      site.done("backup", "archive-log", "clinic");
    }
    assertThat(lastMarkAfter(site, "--to-transaction", marked)).isEqualTo("2");
    assertThat(lastMarkAfter(site, "--to-transaction", marked, "--before")).isEqualTo("1");
  }

  /** Commits one transaction that can be told from the others; answers its GTID. */
  private static String mark(GigabyteSite site, int port, int id) throws Exception {
    site.ran(
        "mark-" + id,
        Map.of(),
        client(
            port,
            "weir",
            "secret",
            "--batch",
            "--skip-column-names",
            "--execute=insert into marks values (" + id + "); select @@last_gtid",
            "clinic"));
    return site.said("mark-" + id).strip();
  }

  private String lastMarkAfter(GigabyteSite site, String... point) throws Exception {
    Path restored = Files.createTempDirectory(folder, "restored").resolve("data");
    List<String> words = new ArrayList<>(List.of("restore", "clinic", "--into-folder"));
    words.add(restored.toString());
    words.addAll(List.of(point));
    site.done(words.toArray(String[]::new));
    int port = FreePort.any();
    String url = DebianMariaDb.url(port, "clinic");
    try (DebianMariaDb _ = mariadb(restored, port)) {
      assertThat(site.value(url, Transfers.WHOLE.substring(0, Transfers.WHOLE.lastIndexOf('='))))
          .isEqualTo("whole");
      return site.value(url, "select max(id) as v from marks");
    }
  }

  @Test
  void a_dump_of_mysql_is_restored_alike() throws Exception {
    try (DatabaseServer server =
        Servers.freshMysql(
            Map.of(
                "innodb-buffer-pool-size", "512M",
                "innodb-flush-log-at-trx-commit", "0"))) {
      GigabyteSite site =
          GigabyteSite.of(
              folder,
              "clinic: {url: \"%s\"}\ncopy: {url: \"%s\"}\n"
                  .formatted(
                      server.adminUrl(),
                      server.adminUrl().replaceFirst("(://[^/]+/)\\w+", "$1copy")));
      String[] login = URI.create(server.adminUrl()).getUserInfo().split(":");
      // Doubled until it is large enough: this server has no sequences.
      StringBuilder fill = new StringBuilder("set sql_log_bin = 0; create database copy;" + TABLE);
      fill.append("insert into sbtest1 values (0, 0, repeat('c', 96), repeat('p', 32));");
      for (int rows = 1; rows < ROWS; rows *= 2) {
        fill.append("insert into sbtest1 select id + ").append(rows);
        fill.append(", k + 1, concat(md5(rand()), md5(rand()), md5(rand())), md5(rand())");
        fill.append(" from sbtest1 where id < ").append(ROWS - rows).append(';');
      }
      site.ran(
          "fill",
          Map.of(),
          client(
              server.port(),
              login[0],
              login[1],
              "--execute=" + fill + Transfers.TABLES,
              server.database()));
      String id;
      try (Transfers transfers =
          Transfers.by(
              site,
              Map.of(),
              "begin",
              client(server.port(), login[0], login[1], server.database())
                  .toArray(String[]::new))) {
        await().atMost(LONG).until(() -> transfers.written() > 50);
        int before = transfers.written();
        id = site.backup("clinic", "--method", "mysqldump");
        assertThat(transfers.written()).isGreaterThan(before);
      }
      assertThat(site.size("clinic", id)).isGreaterThan(GigabyteSite.MEGABYTES * 900_000L);
      site.restoredAlike("clinic", id, "copy", "--method", "mysqldump");
    }
  }

  @Test
  void sqlite_is_proven_and_restored_alike() throws Exception {
    Path file = folder.resolve("clinic.db");
    GigabyteSite site =
        GigabyteSite.of(
            folder,
            "clinic: {url: \"sqlite:%s\"}\ncopy: {url: \"sqlite:%s?create=true\"}\n"
                .formatted(file, folder.resolve("copy.db")));
    site.ran(
        "fill",
        Map.of(),
        List.of(
            "sqlite3",
            file.toString(),
            "pragma journal_mode = wal; "
                + TABLE
                + "with recursive n(id) as (select 1 union all select id + 1 from n where id < "
                + ROWS
                + ") insert into sbtest1 select id, id % 1000, hex(randomblob(60)),"
                + " hex(randomblob(30)) from n; "
                + Transfers.TABLES));
    String id;
    try (Transfers transfers =
        Transfers.by(
            site,
            Map.of(),
            "begin immediate",
            "sqlite3",
            "-cmd",
            ".timeout 600000",
            file.toString())) {
      await().atMost(LONG).until(() -> transfers.written() > 50);
      int before = transfers.written();
      id = site.backup("clinic");
      assertThat(transfers.written()).isGreaterThan(before);
      site.proven("clinic", Transfers.WHOLE);
    }
    assertThat(site.size("clinic", id)).isGreaterThan(GigabyteSite.MEGABYTES * 900_000L);
    site.restoredAlike("clinic", id, "copy");
  }

  @Test
  void redis_is_proven_and_restored_alike() throws Exception {
    try (DatabaseServer origin = Servers.freshRedis(Map.of());
        DatabaseServer twin = Servers.freshRedis(Map.of())) {
      GigabyteSite site =
          GigabyteSite.of(
              folder,
              "clinic: {url: \"%s\"}\ncopy: {url: \"%s\"}\n".formatted(origin.url(), twin.url()));
      try (Socket socket = new Socket(origin.host(), origin.port())) {
        String fill =
            "AUTH %s\r\nDEBUG POPULATE %d key 200\r\nQUIT\r\n"
                .formatted(origin.password(), GigabyteSite.MEGABYTES * 1_500);
        socket.getOutputStream().write(fill.getBytes(StandardCharsets.US_ASCII));
        assertThat(socket.getInputStream().readAllBytes())
            .asString(StandardCharsets.US_ASCII)
            .isEqualTo("+OK\r\n".repeat(3));
      }
      String before = site.done("query", "clinic", "DBSIZE").out();

      String id = site.backup("clinic", "--scope", "cluster");

      site.proven("clinic");
      site.restoredAlike("clinic", id, "copy", "--scope", "cluster");
      assertThat(site.done("query", "copy", "DBSIZE").out()).isEqualTo(before);
    }
  }
}
