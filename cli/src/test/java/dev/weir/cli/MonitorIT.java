package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorIT {
  private static DatabaseServer server;
  private static String url;
  private static Engine engine;
  private static OpenDatabase database;

  @TempDir Path folder;
  private Run.In weir;

  @BeforeAll
  static void start() {
    server =
        Servers.freshPostgresql15(
            Map.of("shared_preload_libraries", "pg_stat_statements", "fsync", "off"));
    url = server.adminUrl().replaceAll("/[^/]*$", "/" + server.database());
    engine = new Engine(Connectors.installed(), List.of(), secret -> secret.reveal());
    database = engine.database(url);
    database.update("create table chain (id int primary key, n int)");
    database.update("insert into chain select n, 0 from generate_series(0, 5) n");
    database.update("create extension pg_stat_statements");
    database.update(
        "create table wide as select n, n % 100 part, 'text ' || n t from generate_series(1, 20000)"
            + " n");
    database.update("analyze wide");
  }

  @AfterAll
  static void end() {
    engine.close();
    server.close();
  }

  @BeforeEach
  void aHome() {
    weir = Run.In.home(folder);
  }

  @Test
  void locksDrawsAChainOfFiveAndTerminatesItsRoot() throws Exception {
    var root = database.begin(dev.weir.api.TransactionOptions.DEFAULT);
    root.update("update chain set n = 42 where id = 0");
    List<Thread> waiting = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      int link = i;
      waiting.add(Thread.ofVirtual().start(() -> link(link)));
      await()
          .until(
              () -> count(weir.run("locks", url, "-o", "ndjson").out(), "\"depth\":" + link) == 1);
    }

    Run people = weir.run("locks", url);
    Run programs = weir.run("locks", url, "-o", "ndjson");
    String pid = programs.out().replaceAll("(?s).*?\"root\":\"(\\d+)\".*", "$1");
    Run unconfirmed = weir.run("locks", url, "--terminate", pid);
    Run terminated = weir.run("locks", url, "--terminate", pid, "--yes");

    assertThat(people.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(people.out())
        .contains(
            "5 sessions wait, held up by one.",
            "● " + pid + "  postgres@weir  weir",
            "idle in transaction for",
            "holds up 5 sessions")
        .contains(
            "last ran  update chain set n = ? where id = ?",
            "for a row of chain",
            "            └─ ",
            "--terminate " + pid)
        .doesNotContain("42");
    assertThat(programs.out()).contains("\"waitingBehind\":5").contains("\"waitingBehind\":0");
    assertThat(unconfirmed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(terminated.code()).isZero();
    for (Thread each : waiting) {
      each.join();
    }
    assertThat(weir.run("locks", url).out()).contains("nobody waits for a lock");
    assertThat(weir.run("locks", url, "--cancel", pid, "--yes").err()).contains("MONITOR-002");
    assertThat(Files.readString(folder.resolve("home/audit/cli.jsonl")))
        .contains("terminate session", "session " + pid);
  }

  private static void link(int link) {
    database.transaction(transaction -> {
      transaction.update("update chain set n = n + 1 where id = ?", link);
      return transaction.update("update chain set n = n + 1 where id = ?", link - 1);
    });
  }

  private static int count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }

  @Test
  void topRanksStatementsWithoutTheirValues() {
    database.query("select count(*) from wide where t = 'my secret'").list(row -> row.longAt(0));

    Run people = weir.run("top", url, "--by", "calls");
    Run programs = weir.run("top", url, "-o", "ndjson", "--limit", "3");

    assertThat(people.code()).isZero();
    assertThat(people.out())
        .contains("share", "select count(*) from wide where t = ?")
        .doesNotContain("my secret");
    assertThat(programs.out().lines())
        .hasSize(3)
        .allMatch(line -> line.contains("\"fingerprint\":\""));
  }

  @Test
  void topTellsWhatAnIntervalHasAdded() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread busy =
        Thread.ofVirtual()
            .start(() -> {
              while (!done.get()) {
                database.query("select max(n) from wide where part = 5").list(row -> row.longAt(0));
              }
            });

    Run run = weir.run("top", url, "--interval", "500ms", "--count", "1", "-o", "ndjson");
    done.set(true);
    busy.join();

    assertThat(run.out())
        .contains("select max(n) from wide where part = ?")
        .doesNotContain("create table");
  }

  @Test
  void activityTellsWhoDoesWhatAndHidesNothingAsFine() {
    Run all = weir.run("activity", url, "--all", "-o", "ndjson");
    Run hidden = weir.run("activity", server.url(), "--all");

    assertThat(all.code()).isZero();
    assertThat(all.out()).contains("checkpointer", "\"user\":\"postgres\"");
    assertThat(hidden.code()).isEqualTo(ExitCode.PARTLY);
    assertThat(hidden.err()).contains("Not checked: sessions.", "-> GRANT pg_monitor TO weir");
    assertThat(hidden.out()).contains("hidden");
  }

  @Test
  void monitorMakesOnePictureWithoutATerminal() throws IOException {
    Run people = weir.run("monitor", url, "--once", "--interval", "300ms");
    Run programs = weir.run("monitor", url, "--interval", "300ms", "-o", "ndjson");

    assertThat(people.code()).isZero();
    assertThat(people.out())
        .contains(
            "PostgreSQL",
            "Sessions",
            "of 100",
            "commits/s",
            "SESSIONS AT WORK",
            "STATEMENTS SINCE THE LAST LOOK");
    assertThat(people.out().lines()).allMatch(line -> line.length() <= 120);
    assertThat(programs.out())
        .contains("\"figure\":\"transactions.committed\"", "\"figure\":\"pool.limit\"");
    assertThat(audited()).hasSize(2).allMatch(line -> line.contains("\"what\":\"monitor\""));
  }

  @Test
  void theAuditTellsEachLookOnceInPlaceOfItsQueries() throws IOException {
    weir.run("activity", url);
    weir.run("top", url);
    weir.run("locks", url);
    weir.run("report", url, "--interval", "100ms");
    weir.run("advise", url);

    assertThat(audited())
        .hasSize(5)
        .allMatch(line -> line.contains("\"kind\":\"look\""))
        .allMatch(line -> line.contains("\"result\":\"done\""));
  }

  private List<String> audited() throws IOException {
    return Files.readAllLines(folder.resolve("home/audit/cli.jsonl"));
  }

  @Test
  void explainDrawsThePlanAndNamesTheCostlyStep() {
    Run estimated =
        weir.run("explain", url, "select * from wide where t = :t order by n", "-p", "t=text 7");
    Run measured =
        weir.run("explain", url, "select * from wide where t = 'text 7' order by n", "--analyze");
    Run changing = weir.run("explain", url, "delete from wide", "--analyze");

    assertThat(estimated.out())
        .contains("└─ Seq Scan on wide", "◀", "reading the whole table wide");
    assertThat(measured.out())
        .contains("Rows Removed by Filter: 19999", "% of the time")
        .doesNotContain("text 7");
    assertThat(changing.err()).contains("MONITOR-003");
  }

  @Test
  void aDatabaseThatIsAwayAndATypeWithoutAMonitorAreToldInWords() {
    assertThat(weir.run("locks", "postgresql://u:p@127.0.0.1:1/x").code())
        .isEqualTo(ExitCode.FAILED);
  }

  @Test
  void reportIsWrittenAsTextPageAndJsonAndComparedWithAnEarlierOne() throws Exception {
    database.update("create table grows as select n from generate_series(1, 1000) n");
    Run json = weir.run("report", url, "-o", "json", "--interval", "200ms");
    Files.writeString(folder.resolve("earlier.json"), json.out());
    database.update("insert into grows select n from generate_series(1, 200000) n");
    // Otherwise it is something new to mend as soon as the server's counters tell of its rows.
    database.update("analyze grows");

    Run text = weir.run("report", url, "--interval", "200ms");
    Run page =
        weir.run(
            "report",
            url,
            "--interval",
            "200ms",
            "--html",
            folder.resolve("report.html").toString());
    Run change =
        weir.run(
            "report",
            url,
            "--interval",
            "200ms",
            "--compare",
            folder.resolve("earlier.json").toString());

    assertThat(text.err()).isEmpty();
    // A report makes no scratch copies, so without hypopg no index is tried.
    assertThat(text.code()).isEqualTo(ExitCode.PARTLY);
    assertThat(text.out())
        .contains("Not checked", "Connections", "Found in cache", "Statements that cost the most")
        .contains("Largest tables", "public.wide", "shared_preload_libraries")
        .contains("to mend", "What to do", "public.wide");
    assertThat(page.out()).contains("report.html");
    assertThat(Files.readString(folder.resolve("report.html")))
        .startsWith("<!doctype html>")
        .contains("public.wide", "<svg")
        .doesNotContain("<script");
    assertThat(change.out())
        .contains("Nothing new to mend", "Tables that grew or shrank", "public.grows");
  }

  @Test
  void aFileThatIsNoReportIsNotComparedWith() throws Exception {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"database\": 1}");

    assertThat(weir.run("report", url, "--compare", other.toString()).err())
        .contains("REPORT-001")
        .contains("--output json");
    assertThat(weir.run("report", url, "--compare", folder.resolve("none").toString()).err())
        .contains("CLI-002");
  }
}
