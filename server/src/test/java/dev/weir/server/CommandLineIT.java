package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.Home;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line as processes of its own, with a server and without. */
class CommandLineIT {
  private final DatabaseServer postgresql = Servers.postgresql15();

  @TempDir Path folder;

  private CommandLine weir() {
    return new CommandLine(new Home(folder.resolve("home")));
  }

  @Test
  void a_server_is_started_asked_and_stopped() throws Exception {
    CommandLine weir = weir();
    CommandLine.Ended up = weir.run("up", "--detach", "--port", "0");
    assertThat(up.code()).as(up.err()).isZero();
    try {
      assertThat(up.out()).contains("The administrator is", "is ready at http://127.0.0.1:");

      JsonNode status = only(weir.run("status", "-o", "ndjson"));
      assertThat(status.at("/status").stringValue()).isEqualTo("ready");
      assertThat(ProcessHandle.of(status.at("/pid").longValue())).isPresent();
      CommandLine.Ended again = weir.run("up", "--detach", "--port", "0");
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.err()).contains("runs already at").doesNotContain("\tat ");

      assertThat(
              only(weir.run("query", "demo", "select count(*) as n from patients", "-o", "ndjson"))
                  .at("/n")
                  .longValue())
          .isPositive();
      aDatabaseIsAdded(weir);
      alertsAreSeenAndSilenced(weir);
      whatWasAppliedIsKnownToTheServer(weir);
    } finally {
      CommandLine.Ended down = weir.run("down");
      assertThat(down.code()).as(down.err()).isZero();
    }

    CommandLine.Ended status = weir.run("status", "-o", "ndjson");
    assertThat(status.code()).isEqualTo(3);
    assertThat(only(status).at("/status").stringValue()).isEqualTo("stopped");
    assertThat(weir.run("query", "demo", "select 1").err()).contains("WEIR-001");
    assertThat(weir.run("alert", "list").err()).contains("CLI-010");
    assertThat(weir.run("down").code()).isZero();
  }

  private void aDatabaseIsAdded(CommandLine weir) throws Exception {
    String url =
        "postgresql://%s@127.0.0.1:%d/%s"
            .formatted(postgresql.user(), postgresql.port(), postgresql.database());

    CommandLine.Ended added =
        weir.typing(
            postgresql.password() + "\n", "database", "add", "mine", url, "--password-stdin");

    assertThat(added.code()).as(added.err()).isZero();
    assertThat(only(weir.run("query", "mine", "select 7 as n", "-o", "ndjson")).at("/n").intValue())
        .isEqualTo(7);
    assertThat(weir.run("database", "list", "-o", "ndjson").out())
        .contains("\"mine\"", "\"demo\"")
        .doesNotContain(postgresql.password());
    assertThat(weir.run("database", "test", "mine").code()).isZero();
  }

  /** The server takes the file over, and answers without it from then on. */
  private void whatWasAppliedIsKnownToTheServer(CommandLine weir) throws Exception {
    Path file = folder.resolve("home").resolve("advice.jsonl");
    Files.writeString(
        file,
        "{\"when\":\"2026-01-02T03:04:05Z\",\"who\":\"anna\",\"database\":\"demo\",\"id\":\"11111111\","
            + "\"rule\":\"index-missing\",\"object\":\"visits\",\"state\":\"APPLIED\",\"commands\":[\"create"
            + " index\"],\"undo\":[],\"index\":null}\n");
    String[] history = {"advise", "history", "demo", "-o", "ndjson"};

    JsonNode before = only(weir.run(history));
    Files.delete(file);

    assertThat(before.at("/id").stringValue()).isEqualTo("11111111");
    assertThat(only(weir.run(history))).isEqualTo(before);
  }

  private void alertsAreSeenAndSilenced(CommandLine weir) throws Exception {
    assertThat(weir.run("alert", "list").code()).isZero();
    assertThat(weir.run("alert", "rules").out())
        .contains("database-down", "docs/playbooks/database-down.md");
    JsonNode silence =
        only(
            weir.run(
                "alert",
                "silence",
                "--database",
                "mine",
                "--for",
                "2h",
                "--reason",
                "It moves",
                "-o",
                "ndjson"));
    assertThat(silence.at("/reason").stringValue()).isEqualTo("It moves");
    String id = silence.at("/id").stringValue();
    assertThat(weir.run("alert", "silences").out()).contains(id, "It moves");
    assertThat(weir.run("alert", "unsilence", id).code()).isZero();
    assertThat(weir.run("alert", "unsilence", id).err()).contains("ALERT-003");
    assertThat(weir.run("alert", "test", "nobody").err()).contains("ALERT-004");
    assertThat(weir.run("alert", "history").code()).isZero();
    assertThat(weir.run("alert", "show", "database-down").code()).isZero();
  }

  @Test
  void reports_are_listed_and_sent_when_somebody_asks() throws Exception {
    Home home = new Home(folder.resolve("reports"));
    Files.createDirectories(home.folder());
    Path notes = Files.createFile(folder.resolve("notes.db"));
    try (Hook hook = new Hook()) {
      Files.writeString(
          home.configuration(),
          """
          databases: {notes: {url: "sqlite:%s"}}
          settings:
            notification.channels: {hook: "%s"}
            report.schedules: {good: "daily 03:00 notes to=hook", bad: "daily 03:00 notes to=none"}
          """
              .formatted(notes, hook.url()));
      CommandLine weir = new CommandLine(home);
      CommandLine.Ended up = weir.run("up", "--detach", "--port", "0", "--no-demo");
      assertThat(up.code()).as(up.err()).isZero();
      try {
        CommandLine.Ended list = weir.run("report", "schedule", "list");
        assertThat(list.out()).as(list.err()).contains("good", "bad", "T03:00:00Z");
        CommandLine.Ended good = weir.run("report", "schedule", "run", "good");
        assertThat(good.code()).as(good.err()).isZero();
        await().until(() -> hook.of("report", "notes").size() == 1);
        CommandLine.Ended bad = weir.run("report", "schedule", "run", "bad", "-o", "ndjson");
        assertThat(bad.code()).isEqualTo(3);
        assertThat(bad.out()).contains("failed", "REPORT-005");
        assertThat(weir.run("report", "schedule", "run", "none").err()).contains("REPORT-004");
      } finally {
        assertThat(weir.run("down").code()).isZero();
      }
    }
  }

  private static JsonNode only(CommandLine.Ended ended) {
    assertThat(ended.out().lines()).as(ended.err()).hasSize(1);
    return JsonMapper.shared().readTree(ended.out());
  }

  @Test
  void ctrl_c_ends_the_statement_on_the_server() throws Exception {
    String text = "select pg_sleep(300) /* ctrl-c */";
    Process query = weir().start("query", postgresql.url(), text, "--timeout", "10m");
    try {
      await().until(() -> running(text) == 1);

      CommandLine.interrupt(query);

      await().until(() -> running(text) == 0);
      assertThat(query.waitFor()).isEqualTo(130);
    } finally {
      query.destroyForcibly();
    }
  }

  private long running(String text) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                    .formatted(postgresql.port(), postgresql.database()),
                postgresql.user(),
                postgresql.password());
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from pg_stat_activity where state = 'active' and query = ?")) {
      statement.setString(1, text);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  @Test
  void ten_million_rows_pass_through_a_small_heap() throws Exception {
    String rows = "select n, 'row ' || n as t from generate_series(1, 10000000) n";
    Process query =
        weir().heap("48m").start("query", postgresql.url(), rows, "-o", "csv", "--timeout", "20m");

    long lines = 0;
    String last = "";
    try (BufferedReader out = query.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        lines++;
        last = line;
      }
    }

    assertThat(query.waitFor()).isZero();
    assertThat(lines).isEqualTo(10_000_001);
    assertThat(last).isEqualTo("10000000,row 10000000");
  }

  @Test
  void a_limit_cuts_ten_million_rows_short() throws Exception {
    CommandLine.Ended ended =
        weir()
            .heap("48m")
            .run(
                "query",
                postgresql.url(),
                "select n from generate_series(1, 10000000) n",
                "--max-rows",
                "3",
                "-o",
                "csv");

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).isEqualToNormalizingNewlines("n\n1\n2\n3\n");
  }

  @Test
  void a_text_of_a_hundred_megabytes_is_refused() throws Exception {
    Path large = folder.resolve("large.sql");
    Files.writeString(large, "select '" + "x".repeat(100 << 20) + "'");

    CommandLine.Ended ended = weir().run("query", postgresql.url(), "--file", large.toString());

    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).contains("WEIR-007", "64 MiB").doesNotContain("\tat ");
  }
}
