package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups and restores by the command line, of SQLite. */
class BackupCommandsTest {
  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aCatalog() throws Exception {
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          shop: {type: sqlite, database: "%s"}
          other: {type: sqlite, database: "%s"}
        settings:
          backup:
            repository: repo
            copies: {second: second}
            schedules: {nightly: 30 2 * * * create shop}
        """
            .formatted(folder.resolve("shop.db"), folder.resolve("other.db")));
    weir = Run.In.home(folder);
  }

  private void fillTheShop() throws Exception {
    Files.createFile(folder.resolve("shop.db"));
    done(weir.run("query", "shop", "create table items (id integer primary key, name text)"));
    done(weir.run("query", "shop", "insert into items (name) values ('a'), ('b')"));
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
  void a_production_database_is_overwritten_only_by_its_name() throws Exception {
    fillTheShop();
    Run.In production = new Run.In(folder, Map.of("WEIR_ENV", "production"));
    done(production.run("backup", "create", "shop"));

    refused(production.run("restore", "shop", "latest", "--clean", "--yes"), "BACKUP-021");
    refused(
        production.run("restore", "shop", "latest", "--clean", "--confirm", "other"), "BACKUP-021");
    done(production.run("restore", "shop", "latest", "--clean", "--confirm", "shop"));
  }

  @Test
  void a_backup_of_sqlite_goes_round_and_is_kept_twice() throws Exception {
    fillTheShop();

    done(weir.run("backup", "create", "shop"));
    done(weir.run("backup", "verify", "shop"));
    done(weir.run("restore", "shop", "latest", "--into", "other"));

    assertThat(weir.run("query", "other", "select name from items", "-o", "ndjson").out())
        .isEqualTo(weir.run("query", "shop", "select name from items", "-o", "ndjson").out())
        .contains("\"a\"", "\"b\"");
    assertThat(weir.run("backup", "list", "--from", "second", "-o", "ndjson").out())
        .contains(id("shop"));
    assertThat(weir.run("audit", "tail").out()).contains("backup create", "backup verify");
  }

  @Test
  void when_the_repository_is_lost_its_copy_restores() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));
    Files.move(folder.resolve("repo"), folder.resolve("lost"));
    done(weir.run("query", "shop", "delete from items"));

    refused(weir.run("restore", "shop", "latest", "--clean", "--yes"), "BACKUP-008");
    done(weir.run("restore", "shop", "latest", "--from", "second", "--clean", "--yes"));

    assertThat(weir.run("query", "shop", "select count(*) as n from items", "-o", "ndjson").out())
        .isEqualTo("{\"n\":2}\n");
  }

  @Test
  void a_check_that_does_not_hold_is_a_finding() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));

    Run verified = weir.run("backup", "verify", "shop", "--check", "select count(*) from items=3");

    assertThat(verified.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(verified.out()).contains("IS NOT GOOD", "'2'", "'3'");
  }

  @Test
  void a_flipped_bit_is_found_and_named() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));
    try (var files = Files.walk(folder.resolve("repo/backups"))) {
      Path content =
          files
              .filter(Files::isRegularFile)
              .filter(each -> !each.endsWith("manifest.json"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(content);
      bytes[bytes.length / 2] ^= 1;
      Files.write(content, bytes);
    }

    Run verified = weir.run("backup", "verify", "shop", "--checksums-only");

    assertThat(verified.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(verified.out()).contains("IS NOT GOOD");
  }

  @Test
  void what_cannot_be_is_refused_in_words_and_nothing_is_touched() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));

    refused(weir.run("backup", "show", "shop", "20200101T000000Z-0000"), "BACKUP-008");
    refused(weir.run("restore", "shop", "nonsense"), "BACKUP-008");
    refused(weir.run("restore", "shop", "--to", "2020-01-01T00:00:00Z"), "BACKUP-020");
    refused(weir.run("restore", "shop", "--to", "yesterday"), "WEIR-005");
    refused(weir.run("restore", "shop", "latest"), "BACKUP-010");
    refused(weir.run("restore", "nowhere", "latest", "--into", "other"), "BACKUP-008");
    refused(weir.run("backup", "create", "shop", "--scope", "planet"), "WEIR-005");
    refused(weir.run("backup", "create", "shop", "--method", "abacus"), "BACKUP-009");
    refused(weir.run("restore", "undo", "other", "--yes"), "BACKUP-022");
    assertThat(folder.resolve("other.db")).doesNotExist();
    assertThat(weir.run("query", "shop", "select count(*) as n from items", "-o", "ndjson").out())
        .isEqualTo("{\"n\":2}\n");
  }

  @Test
  void a_log_file_is_kept_once_and_never_replaced() throws Exception {
    Files.writeString(folder.resolve("segment"), "one");

    done(weir.run("backup", "archive-log", "clinic", "segment", "000000010000000000000001"));
    done(weir.run("backup", "archive-log", "clinic", "segment", "000000010000000000000001"));
    Files.writeString(folder.resolve("segment"), "two");
    refused(
        weir.run("backup", "archive-log", "clinic", "segment", "000000010000000000000001"),
        "BACKUP-019");
    done(weir.run("backup", "fetch-log", "clinic", "000000010000000000000001", "back"));

    assertThat(folder.resolve("back")).hasContent("one");
    assertThat(weir.run("backup", "fetch-log", "clinic", "000000010000000000000002", "back").code())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void schedules_go_to_cron_with_the_home_and_file_that_they_are_of() {
    Run exported = done(weir.run("backup", "schedule", "export", "--crontab"));

    assertThat(exported.out())
        .contains("CRON_TZ=UTC", "30 2 * * * weir backup create shop --home ")
        .contains("--config " + folder.resolve("weir.yaml"));
  }

  @Test
  void systemd_gets_a_service_and_a_timer_that_catches_up() {
    Run exported =
        done(weir.run("backup", "schedule", "export", "--systemd", "--program", "/usr/bin/weir"));

    assertThat(exported.out())
        .containsSubsequence(
            "# weir-nightly.service",
            "ExecStart=/usr/bin/weir backup create shop --home ",
            "--config " + folder.resolve("weir.yaml"),
            "# weir-nightly.timer",
            "OnCalendar=*-*-* 02:30:00 UTC",
            "Persistent=true");
  }

  @Test
  void pruning_says_of_each_backup_why_it_stays() throws Exception {
    Path config = folder.resolve("weir.yaml");
    Files.writeString(config, Files.readString(config) + "    keep: {last: 1, monthly: 2}\n");
    fillTheShop();
    done(weir.run("backup", "create", "shop"));
    String held = id("shop");
    done(weir.run("backup", "hold", "shop", held, "--reason", "a lawsuit"));
    done(weir.run("backup", "create", "shop"));
    String last = id("shop");

    Run planned = done(weir.run("backup", "prune", "shop", "--dry-run", "-o", "ndjson"));
    done(weir.run("backup", "prune", "shop"));

    assertThat(planned.out().lines())
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .contains(held, "\"keep\":true", "under legal hold", "younger than 7 days"),
            line ->
                assertThat(line).contains(last, "last good one", "among the newest 1", "month"));
    assertThat(weir.run("backup", "list", "shop", "-o", "ndjson").out()).contains(held, last);
  }

  @Test
  void a_restore_over_what_is_there_is_undone() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));
    done(weir.run("query", "shop", "delete from items where name = 'a'"));
    String count = "select count(*) as n from items";

    done(weir.run("restore", "shop", "latest", "--clean", "--yes"));
    Run restored = weir.run("query", "shop", count, "-o", "ndjson");
    done(weir.run("restore", "undo", "shop", "--yes"));
    Run undone = weir.run("query", "shop", count, "-o", "ndjson");

    assertThat(restored.out()).isEqualTo("{\"n\":2}\n");
    assertThat(undone.out()).isEqualTo("{\"n\":1}\n");
    refused(weir.run("restore", "undo", "shop", "--yes"), "BACKUP-022");
  }

  @Test
  void keys_are_rotated_and_older_backups_stay_readable() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop"));

    done(weir.run("backup", "key", "rotate"));
    done(weir.run("backup", "verify", "shop"));

    assertThat(weir.run("backup", "key", "list", "-o", "ndjson").out().lines()).hasSize(2);
  }

  @Test
  void a_dump_of_an_older_script_is_read_with_the_configured_passphrase() throws Exception {
    fillTheShop();
    Process openssl =
        new ProcessBuilder(
                "sh",
                "-c",
                "gzip -c shop.db | openssl enc -aes-256-cbc -salt -pbkdf2 -pass pass:secret"
                    + " -out shop.db.gz.enc")
            .directory(folder.toFile())
            .start();
    assertThat(openssl.waitFor()).as("openssl and gzip are installed").isZero();
    Run.In knowing = new Run.In(folder, Map.of("BACKUP_ENCRYPTION_KEY", "secret"));

    refused(weir.run("backup", "import", "shop.db.gz.enc", "--write", "plain.db"), "BACKUP-026");
    done(knowing.run("backup", "import", "shop.db.gz.enc", "--write", "plain.db"));
    done(knowing.run("backup", "import", "shop.db.gz.enc", "--into", "other"));
    refused(knowing.run("backup", "import", "shop.db.gz.enc"), "WEIR-005");
    refused(knowing.run("backup", "import", "none.enc", "--write", "-"), "WEIR-005");

    assertThat(folder.resolve("plain.db")).hasSameBinaryContentAs(folder.resolve("shop.db"));
    assertThat(weir.run("query", "other", "select count(*) as n from items", "-o", "ndjson").out())
        .isEqualTo("{\"n\":2}\n");
  }

  @Test
  void the_latest_is_never_the_one_taken_before_a_restore() throws Exception {
    fillTheShop();
    done(weir.run("backup", "create", "shop", "--prune"));
    String before = id("shop");

    done(weir.run("restore", "shop", "latest", "--clean", "--yes"));

    assertThat(done(weir.run("backup", "list", "shop", "-o", "ndjson")).out().lines()).hasSize(2);
    assertThat(id("shop")).isEqualTo(before);
  }
}
