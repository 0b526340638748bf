package dev.weir.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsIT {
  private final DatabaseServer postgresql = Servers.postgresql15();
  private final DatabaseServer redis = Servers.redis();
  private final String url = postgresql.url();

  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aHome() {
    weir = Run.In.home(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "json   # [\\n{\"n\":1,\"t\":\"a\"},\\n{\"n\":2,\"t\":null}\\n]\\n",
        "ndjson # {\"n\":1,\"t\":\"a\"}\\n{\"n\":2,\"t\":null}\\n",
        "csv    # n,t\\n1,a\\n2,\\n"
      })
  void writesAResultInEachFormat(String format, String expected) {
    Run run =
        weir.run("query", url, "select * from (values (1, 'a'), (2, null)) v(n, t)", "-o", format);

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out().replace("\r\n", "\n")).isEqualTo(expected.replace("\\n", "\n"));
  }

  @Test
  void writesATableForPeopleAndArrowForPrograms() {
    assertThat(weir.run("query", url, "select 42 as answer").out()).contains("answer", "42");
    assertThat(weir.run("query", url, "select 42 as answer", "-o", "arrow").out())
        .contains("answer");
  }

  @Test
  void writesAParquetFile() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    Run run = weir.typing("", out, "query", url, "select 42 as answer", "-o", "parquet");
    Run two = weir.run("query", url, "select 1; select 2", "-o", "parquet");

    assertThat(run.code()).isZero();
    assertThat(out.toString(ISO_8859_1)).startsWith("PAR1").contains("answer").endsWith("PAR1");
    assertThat(two.code()).isEqualTo(ExitCode.USAGE);
    assertThat(two.err()).contains("holds one result");
  }

  @Test
  void bindsValuesByNameAndByPlace() {
    Run named =
        weir.run(
            "query",
            url,
            "select :n + 1 as n, :t as t, :d as d",
            "-p",
            "n=41",
            "-p",
            "t:text=007",
            "-p",
            "d:date=2026-11-20",
            "-o",
            "ndjson");
    Run placed = weir.run("query", url, "select ? || ? as t", "-p", "a=", "-p", "b", "-o", "csv");

    assertThat(named.out()).isEqualTo("{\"n\":42,\"t\":\"007\",\"d\":\"2026-11-20\"}\n");
    assertThat(placed.code()).isEqualTo(ExitCode.USAGE);
    assertThat(placed.err()).contains("WEIR-01");
  }

  @Test
  void readsStatementsFromStandardInputAndFromFiles() throws IOException {
    Files.writeString(folder.resolve("two.sql"), "select 1 as a; -- ;\nselect ';' as b;\n");

    assertThat(weir.typing("select 7 as n", "query", url, "-", "-o", "ndjson").out())
        .isEqualTo("{\"n\":7}\n");
    assertThat(weir.run("query", url, "--file", "two.sql", "-o", "ndjson").out())
        .isEqualTo("{\"a\":1}\n{\"b\":\";\"}\n");
  }

  @Test
  void cutsTheResultWhereItIsAsked() {
    Run run = weir.run("query", url, "select n from generate_series(1, 10) n", "--max-rows", "3");

    assertThat(run.out()).contains("(3 rows, cut off there; more follow)");
  }

  @Test
  void endsWithFiveWhenSomeStatementsWereDone() {
    weir.run("query", url, "drop table if exists partly");

    Run run =
        weir.run("query", url, "create table partly (n int); insert into partly values ('x')");

    assertThat(run.code()).isEqualTo(ExitCode.PARTLY);
    assertThat(run.err()).contains("SQL-009", "1 of 2 statements");
    assertThat(weir.run("query", url, "select count(*) as n from partly", "-o", "csv").out())
        .contains("0");
  }

  @Test
  void undoesATransactionThatFails() {
    weir.run("query", url, "create table if not exists whole (n int); truncate whole");

    Run run =
        weir.run("query", url, "--transaction", "insert into whole values (1); select 1 / 0 as x");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(weir.run("query", url, "select count(*) as n from whole", "-o", "ndjson").out())
        .isEqualTo("{\"n\":0}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create table x (n int) | --read-only     | 4 | WEIR-018",
        "create table x (n int) | --role=VIEWER   | 4 | WEIR-01",
        "select * from nowhere  | --role=VIEWER   | 1 | SQL-002",
        "selec                  | -q              | 1 | SQL-001",
        "select pg_sleep(20)    | --timeout=300ms | 1 | WEIR-021",
        "commit                 | -q              | 2 | WEIR-035",
        "select :a              | -q              | 2 | WEIR-011"
      })
  void endsAsTheKindOfTheErrorSays(String sql, String option, int code, String id) {
    Run run = weir.run("query", url, sql, option);

    assertThat(run.err()).contains(id).doesNotContain("\tat ");
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void endsQuietlyWhenItsReaderGoesAway() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };

    Run run =
        weir.typing(
            "", gone, "query", url, "select n from generate_series(1, 1000000) n", "-o", "csv");

    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void speaksRedisToo() {
    assertThat(weir.run("query", redis.url(), "SET cli:greeting hello").code()).isZero();
    assertThat(weir.run("query", redis.url(), "GET cli:greeting", "-o", "json").out())
        .contains("hello");
    assertThat(weir.run("query", redis.url(), "BOGUS x").code()).isNotZero();
  }

  @Test
  void walksTheWayToADatabaseAndNamesTheStepThatFails() {
    Run fine = weir.run("database", "test", url, "-o", "json");
    Run wrong =
        weir.run("database", "test", url.replace("weir-secret", "wrong-secret"), "-o", "json");

    assertThat(fine.code()).isZero();
    assertThat(fine.out()).contains("\"step\":\"tcp\",\"outcome\":\"ok\"");
    assertThat(wrong.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(wrong.out()).contains("\"outcome\":\"failed\"").doesNotContain("wrong-secret");
  }

  @Test
  void tellsHealthInOneShape() {
    Run run = weir.run("health", url, redis.url(), "-o", "ndjson");
    Run down = weir.run("health", "postgresql://x@127.0.0.1:9/x");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines())
        .hasSize(2)
        .allSatisfy(line ->
            assertThat(Json.object(line))
                .containsEntry("status", "up")
                .containsKeys("database", "nodes", "advice"));
    assertThat(down.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(down.out()).contains("down", "Check host, port");
  }

  @Test
  void measuresADatabase() {
    Run run = weir.run("health", redis.url(), "--bench", "-o", "ndjson");

    assertThat(run.out())
        .contains("\"measure\":\"connect\"", "\"measure\":\"round-trip-p99\"")
        .contains("\"measure\":\"throughput-8\"");
  }

  @Test
  void measuresTheOthersWhenOneDatabaseIsDown() {
    Run run =
        weir.run("health", "postgresql://x@127.0.0.1:9/x", redis.url(), "--bench", "-o", "ndjson");

    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.err()).contains("SQL-021");
    assertThat(run.out()).contains("\"measure\":\"throughput-8\"");
  }

  @Test
  void watchesHealthUntilItIsInterrupted() throws Exception {
    try (DatabaseServer server = Servers.freshRedis(Map.of())) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Cli cli = weir.cli("", out, OutputStream.nullOutputStream());
      CompletableFuture<Integer> code =
          aside(() -> Main.run(cli, "health", server.url(), "--watch", "-o", "ndjson"));

      try {
        await().until(() -> out.toString(UTF_8).split("\"status\":\"up\"", -1).length > 2);
        server.stop();
        await().until(() -> out.toString(UTF_8).contains("\"status\":\"down\""));
      } finally {
        cli.interrupt();
      }

      assertThat(code.get(30, TimeUnit.SECONDS)).isEqualTo(ExitCode.FINDINGS);
    }
  }

  @Test
  void describesATable() {
    weir.run("query", url, "create table if not exists described (id int primary key, t text)");

    assertThat(weir.run("schema", url, "described").out())
        .contains("id", "integer", "Primary key: id");
    assertThat(weir.run("schema", url, "described", "-o", "json").out())
        .contains("\"name\":\"described\"", "\"primaryKey\":[\"id\"]");
    assertThat(weir.run("schema", url, "nowhere").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void callsAFunction() {
    weir.run(
        "query",
        url,
        "create or replace function twice(n bigint) returns bigint language sql as 'select n * 2'");

    Run run = weir.run("call", url, "twice", "int=21", "--function", "integer", "-o", "ndjson");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("\"result\":42");
  }

  @Test
  void auditsWhatRanWithoutItsValues() {
    weir.run("query", url, "select 'classified' as t");
    weir.run("query", url, "select * from nowhere");

    Run tail = weir.run("audit", "tail", "-o", "json");

    assertThat(tail.out()).contains("SQL-002", "\"result\":\"done\"");
    assertThat(folder.resolve("home/audit/cli.jsonl"))
        .content()
        .contains("\"from\":\"cli\"")
        .doesNotContain("classified", "weir-secret");
    assertThat(weir.run("audit", "verify").code()).isZero();
  }

  /** On a thread of its own, so that a command that never ends keeps no other from beginning. */
  private static <T> CompletableFuture<T> aside(Supplier<T> command) {
    return CompletableFuture.supplyAsync(
        command, each -> Thread.ofPlatform().daemon().name("command").start(each));
  }

  private void sendUntil(CompletableFuture<Run> listening) {
    while (!listening.isDone()) {
      weir.run("query", url, "select pg_notify('cli', 'a \"b\"')", "-q");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "ndjson # \\{.event.:.notification.,.channel.:.cli.,.payload.:.a ..b...,.received.:.+}\\n",
        "json   # \\[\\n\\{.event.:.notification.,.*}\\n]\\n",
        "table  # \\d\\d:\\d\\d:\\d\\d.\\d+  cli  a .b.\\n"
      })
  void writesWhatIsNotifiedAsItComes(String format, String expected) {
    CompletableFuture<Run> listening =
        aside(
            () -> weir.run("listen", url, "cli", "--count", "1", "-o", format, "--timeout", "1m"));

    sendUntil(listening);

    Run run = listening.join();
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches(expected);
    assertThat(run.err()).contains("Listening to cli.");
  }

  @Test
  void endsListeningWhenTheTimeIsUp() {
    Run quiet = weir.run("listen", redis.url(), "a", "b*", "--timeout", "200ms");
    Run missed = weir.run("listen", url, "a", "--timeout", "200ms", "--count", "2");

    assertThat(quiet.code()).isZero();
    assertThat(quiet.out()).isEmpty();
    assertThat(missed.code()).isEqualTo(ExitCode.FAILED);
    assertThat(missed.err()).contains("WEIR-021", "0 of 2");
  }

  @Test
  void refusesToListenWhereThatMakesNoSense() {
    assertThat(weir.run("listen", url).code()).isEqualTo(ExitCode.USAGE);
    assertThat(weir.run("listen", url, "a", "-o", "csv").code()).isEqualTo(ExitCode.USAGE);
    assertThat(weir.run("query", url, "listen a").err()).contains("WEIR-037", "weir listen");
  }

  @Test
  void copiesRowsInFromAFileOrStandardInputAndOut() throws IOException {
    Files.writeString(folder.resolve("rows.csv"), "n,t\n1,a\n2,\"b,c\"\n");
    weir.run("query", url, "drop table if exists cli_copy");
    weir.run("query", url, "create table cli_copy (n int, t text)");

    Run file = weir.run("query", url, "copy cli_copy from stdin csv header", "--input", "rows.csv");
    Run typed = weir.typing("3\td\n", "query", url, "copy cli_copy from stdin", "--input", "-");
    Run out = weir.run("query", url, "copy cli_copy to stdout csv header");

    assertThat(file.code()).isZero();
    assertThat(file.err()).contains("(2 rows copied in)");
    assertThat(typed.err()).contains("(1 row copied in)");
    assertThat(out.out()).isEqualTo("n,t\n1,a\n2,\"b,c\"\n3,d\n");
    assertThat(out.err()).contains("(3 rows copied out)");
  }

  @Test
  void saysWhereTheRowsOfACopyComeFromOrAreWrong() throws IOException {
    Files.writeString(folder.resolve("wrong.csv"), "1,a\nx,b\n");
    weir.run("query", url, "drop table if exists cli_wrong");
    weir.run("query", url, "create table cli_wrong (n int, t text)");

    assertThat(weir.run("query", url, "copy cli_wrong from stdin").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(weir.run("query", url, "select 1", "--input", "wrong.csv").code())
        .isEqualTo(ExitCode.USAGE);
    assertThat(weir.run("query", url, "copy cli_wrong from stdin", "--input", "none").err())
        .contains("There is no file none");
    assertThat(
            weir.run("query", url, "copy cli_wrong from stdin csv", "--input", "wrong.csv").err())
        .contains("(line 2, column n)");
  }
}
