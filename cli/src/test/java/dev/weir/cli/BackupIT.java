package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores by the command line, of a real PostgreSQL. */
class BackupIT {
  private final String admin = Servers.postgresql15().adminUrl();
  private final String name = "cli_" + UUID.randomUUID().toString().substring(0, 8);

  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aCatalogOfDatabases() throws Exception {
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
            .formatted(url(name), url(name + "_twin")));
    weir = Run.In.home(folder);
  }

  @AfterEach
  void leaveNothing() {
    for (String each : List.of(name, name + "_twin")) {
      weir.run("query", admin, "drop database if exists " + each + " with (force)");
    }
  }

  private String url(String database) {
    return admin.replaceFirst("(://[^/]+/)[^?]*", "$1" + database);
  }

  private void fillTheClinic() {
    done(weir.run("query", admin, "create database " + name));
    done(weir.run("query", admin, "create database " + name + "_twin"));
    done(
        weir.run(
            "query",
            "clinic",
            "create table visits (id int primary key, clinic_id int, note text)"));
    done(
        weir.run(
            "query",
            "clinic",
            "insert into visits select n, n % 3, 'visit ' || n from generate_series(1, 1000) n"));
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private String id(String database) {
    Run shown = done(weir.run("backup", "show", database, "-o", "json"));
    return String.valueOf(Json.object(shown.out()).get("id"));
  }

  private static void refused(Run run, String code) {
    assertThat(run.code()).as(run.out()).isNotEqualTo(ExitCode.DONE);
    assertThat(run.err()).contains(code).doesNotContain("\tat ");
  }

  @Test
  void a_backup_of_postgresql_is_taken_proven_and_restored_into_another_database() {
    fillTheClinic();

    Run created =
        done(weir.run("backup", "create", "clinic", "--label", "why=test", "-o", "ndjson"));
    Run listed = done(weir.run("backup", "list", "clinic", "-o", "ndjson"));
    Run verified =
        done(weir.run("backup", "verify", "clinic", "--check", "select count(*) from visits=1000"));
    Run planned = done(weir.run("restore", "clinic", "latest", "--into", "twin", "--dry-run"));
    Run untouched = weir.run("query", "twin", "select count(*) as n from visits", "-o", "ndjson");
    done(weir.run("restore", "clinic", "latest", "--into", "twin"));
    String sums =
        "select count(*) as n, md5(string_agg(v::text, ',' order by id)) as h from visits v";

    assertThat(created.out()).contains("\"why=test\"", "\"encrypted\":true");
    assertThat(listed.out()).contains(id("clinic"));
    assertThat(verified.out()).contains("is good", "tally");
    assertThat(planned.out()).contains(id("clinic"), "plan");
    assertThat(untouched.code()).isEqualTo(ExitCode.FAILED);
    assertThat(weir.run("query", "twin", sums, "-o", "ndjson").out())
        .contains("\"n\":1000")
        .isEqualTo(weir.run("query", "clinic", sums, "-o", "ndjson").out());
    refused(weir.run("restore", "clinic", "latest", "--into", "twin"), "BACKUP-010");
  }

  @Test
  void a_restore_over_a_living_database_is_undone() {
    fillTheClinic();
    done(weir.run("backup", "create", "clinic", "--no-tally"));
    done(weir.run("query", "clinic", "delete from visits where id > 10"));

    refused(weir.run("restore", "clinic", "latest", "--clean"), "CLI-008");
    done(weir.run("restore", "clinic", "latest", "--clean", "--yes"));
    Run restored = weir.run("query", "clinic", "select count(*) as n from visits", "-o", "ndjson");
    done(weir.run("restore", "undo", "clinic", "--yes"));
    Run undone = weir.run("query", "clinic", "select count(*) as n from visits", "-o", "ndjson");

    assertThat(restored.out()).isEqualTo("{\"n\":1000}\n");
    assertThat(undone.out()).isEqualTo("{\"n\":10}\n");
  }

  @Test
  void the_rows_of_a_tenant_come_back_as_a_patch_to_read() throws Exception {
    fillTheClinic();
    done(weir.run("backup", "create", "clinic"));
    done(weir.run("query", "clinic", "delete from visits where clinic_id = 2"));

    done(weir.run("restore", "clinic", "--tenant", "clinic_id:2", "--patch", "patch.sql"));

    assertThat(folder.resolve("patch.sql")).content().containsIgnoringCase("insert into");
    assertThat(
            weir.run("query", "clinic", "select count(*) as n from visits", "-o", "ndjson").out())
        .isEqualTo("{\"n\":667}\n");
  }

  @Test
  void without_weir_the_commands_of_the_runbook_restore_a_backup() throws Exception {
    Path config = folder.resolve("weir.yaml");
    Files.writeString(config, Files.readString(config) + "    encryption: false\n");
    fillTheClinic();
    done(weir.run("backup", "create", "clinic", "--no-tally"));
    Path backup = folder.resolve("repo/backups/clinic").resolve(id("clinic"));
    String page = Files.readString(Path.of("../docs/disaster-recovery.md"));
    String commands =
        page.substring(page.lastIndexOf("```sh\n") + 6, page.lastIndexOf("```"))
            .replaceFirst("cd .*\n", "")
            .replace("clinic_found", name + "_twin");
    weir.run("query", admin, "drop database " + name + "_twin");
    URI server = URI.create(admin);
    ProcessBuilder shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands);
    shell.directory(backup.toFile()).redirectErrorStream(true);
    String[] login = server.getUserInfo().split(":");
    shell
        .environment()
        .putAll(
            Map.of(
                "PGHOST",
                server.getHost(),
                "PGPORT",
                Integer.toString(server.getPort()),
                "PGUSER",
                login[0],
                "PGPASSWORD",
                login[1]));

    Process process = shell.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told).contains("content/1-pre-data.dump.zst");
    assertThat(weir.run("query", "twin", "select count(*) as n from visits", "-o", "ndjson").out())
        .isEqualTo("{\"n\":1000}\n");
  }
}
