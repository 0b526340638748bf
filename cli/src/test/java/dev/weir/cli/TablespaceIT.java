package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL whose tables lie in a tablespace too, backed up and restored by the command. */
@Tag("long")
class TablespaceIT {
  private static final String SUM =
      "select count(*)::text || ' ' || md5(string_agg(v::text, ',' order by id)) as v from visits"
          + " v";

  @TempDir Path folder;
  private DatabaseServer server;
  private Run.In weir;

  @BeforeEach
  void aServerWithATablespace() throws Exception {
    server = Servers.freshPostgresql15(Map.of("max_wal_senders", "4", "wal_level", "replica"));
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          clinic: {url: "%s"}
          twin: {url: "%s"}
        settings:
          backup:
            repository: repo
        """
            .formatted(
                server.adminUrl(), server.adminUrl().replaceFirst("(://[^/]+/)\\w+", "$1twin")));
    weir = Run.In.home(folder);
    Path space = Files.createDirectory(folder.resolve("space"));
    query("clinic", "create tablespace large location '" + space + "'");
    query("clinic", "create database twin");
    query("clinic", "create table visits (id int primary key, note text) tablespace large");
    query("clinic", "insert into visits select n, md5(n::text) from generate_series(1, 5000) n");
  }

  @AfterEach
  void end() {
    server.close();
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private void query(String database, String statement) {
    done(weir.run("query", database, statement));
  }

  private String value(String database, String query) {
    Run run = done(weir.run("query", database, query, "-o", "ndjson"));
    return String.valueOf(Json.object(run.out()).get("v"));
  }

  @Test
  void its_files_come_back_with_the_tablespace_in_the_folder_that_is_named() throws Exception {
    String oid =
        value("clinic", "select oid::text as v from pg_tablespace where spcname = 'large'");
    String sum = value("clinic", SUM);
    Path data = folder.resolve("restored/data");
    Path space = folder.resolve("elsewhere");
    int port = FreePort.any();

    done(weir.run("backup", "create", "clinic", "--method", "pg_basebackup", "--scope", "cluster"));
    assertThat(done(weir.run("backup", "verify", "clinic")).out()).contains("is good");
    done(
        weir.run(
            "restore",
            "clinic",
            "latest",
            "--into-folder",
            data.toString(),
            "--option",
            "port=" + port,
            "--option",
            "tablespace." + oid + "=" + space));

    PostgresInstallation programs =
        PostgresInstallations.of("postgres", 15, null).orElseThrow().installation();
    try (PostgresProcess _ =
        PostgresProcess.start(
            programs, data, folder.resolve("restored.log"), Duration.ofMinutes(5))) {
      String url = server.adminUrl().replace(":" + server.port(), ":" + port);
      assertThat(value(url, SUM)).isEqualTo(sum);
      assertThat(value(url, "select pg_tablespace_location(" + oid + ") as v"))
          .isEqualTo(space.toString());
    }
    assertThat(space).isNotEmptyDirectory();
    assertThat(value("clinic", SUM)).isEqualTo(sum);
  }

  @Test
  void a_dump_of_it_comes_back_into_another_database() {
    done(weir.run("backup", "create", "clinic", "--method", "pg_dump"));
    assertThat(done(weir.run("backup", "verify", "clinic")).out()).contains("is good");
    done(weir.run("restore", "clinic", "latest", "--into", "twin"));

    assertThat(value("twin", SUM)).isEqualTo(value("clinic", SUM));
  }
}
