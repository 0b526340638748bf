package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CliTest {
  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void aHome() {
    weir = Run.In.home(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quer                                     | 2 | CLI-001 | Did you mean query",
        "query                                    | 2 | CLI-001 | 'DB'",
        "query db                                 | 2 | CLI-001 | Give a statement",
        "query db x --file y                      | 2 | CLI-001 | not both",
        "query db x --output yaml                 | 2 | CLI-001 | yaml",
        "query db x --timeout 5                   | 2 | CLI-001 | unit is missing",
        "query db x --timeout 0                   | 2 | CLI-001 | longer than zero",
        "query db x --max-rows many               | 2 | CLI-001 | many",
        "query db x --max-rows -1                 | 2 | WEIR-005 | maxRows",
        "query db x --role KING                   | 2 | CLI-001 | KING",
        "query db x --param n:int=x               | 2 | WEIR-005 | type int",
        "query db x --param n:colour=x            | 2 | WEIR-005 | no type 'colour'",
        "query db x                               | 2 | WEIR-001 | no database db",
        "query db --file nowhere.sql              | 1 | CLI-002 | nowhere.sql",
        "query gopher://x y                       | 2 | WEIR-017 | No connector",
        "database                                 | 2 | CLI-001 | list, show",
        "database edit none --set pool.max-size=9 | 2 | WEIR-001 | no database none",
        "database add a gopher://x                | 2 | WEIR-017 | No connector",
        "secret remove none --yes                 | 2 | WEIR-005 | no secret none",
        "help nothing                             | 2 | CLI-001 | nothing",
        "completion tcsh                          | 2 | CLI-001 | tcsh"
      })
  void tellsWhatIsWrongWithACommandLine(String line, int code, String id, String words) {
    Run run = weir.run(line.split(" +"));

    assertThat(run.code()).isEqualTo(code);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(words).doesNotContain("\tat ", "Exception");
    assertThat(run.err()).contains(id);
  }

  @Test
  void tellsErrorsAsAnObjectWhereJsonIsAskedFor() {
    Run run = weir.run("query", "nowhere", "select 1", "--output", "json");

    assertThat(run.code()).isEqualTo(ExitCode.USAGE);
    assertThat(Json.object(run.err()))
        .containsEntry("code", "WEIR-001")
        .containsEntry("kind", "rejected")
        .containsEntry("retryable", false)
        .containsKeys("message", "nextStep", "facts");
  }

  @Test
  void showsTheVersionInEveryWay() {
    String version = Version.text();

    assertThat(weir.run("--version").out()).startsWith("weir " + version);
    assertThat(weir.run("-V").out()).startsWith("weir " + version);
    assertThat(weir.run("version").out()).startsWith("weir " + version);
    assertThat(weir.run("version", "-o", "json").out()).contains("\"version\":\"" + version);
  }

  @Test
  void everyCommandHasHelp() {
    for (String name : Commands.names()) {
      Run run = weir.run(name, "--help");

      assertThat(run.code()).as(name).isZero();
      assertThat(run.out()).as(name).contains("weir " + name).contains("--output");
    }
  }

  @Test
  void changesTheCatalogAndKeepsTheRestOfTheFile() throws IOException {
    Path file = folder.resolve("weir.yaml");
    Files.writeString(
        file,
        """
        # Ours.
        databases:
          first:  # the old one
            url: postgresql://a@one/first
            pool:
              max-size: 10   # enough

        # The end.
        """);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    weir.run("database", "add", "second", "postgresql://b@two/second", "--set", "tags.team=a b");
    weir.run("database", "edit", "first", "--set", "pool.max-size=20", "--user", "c");

    assertThat(file)
        .hasContent(
            """
            # Ours.
            databases:
              first:  # the old one
                url: postgresql://a@one/first
                pool:
                  max-size: 20   # enough
                user: c
              second:
                url: postgresql://b@two/second
                tags.team: 'a b'

            # The end.
            """);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .as("others may have to read it")
        .isEqualTo("rw-r--r--");

    assertThat(weir.run("database", "remove", "first", "--yes").code()).isZero();
    assertThat(Files.readString(file)).doesNotContain("first").contains("# Ours.", "second:");
  }

  @Test
  void leavesTheFileAloneWhenTheChangeWouldBreakIt() {
    weir.run("database", "add", "app", "postgresql://a@one/app");
    Path file = folder.resolve("home/weir.yaml");
    assertThat(file).exists();

    Run run = weir.run("database", "edit", "app", "--set", "pool.max-sise=3");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("WEIR-031", "Did you mean max-size");
    assertThat(file).content().doesNotContain("sise");
  }

  @Test
  void refusesPasswordsInArguments() {
    Run inUrl = weir.run("database", "add", "app", "postgresql://a:hunter2@one/app");
    Run inKey = weir.run("database", "add", "app", "postgresql://a@one/app", "--set", "password=x");
    Run inReference =
        weir.run("database", "add", "app", "postgresql://a@one/app", "--password-ref", "hunter2");

    assertThat(inUrl.code()).isEqualTo(ExitCode.USAGE);
    assertThat(inUrl.err()).contains("--password-stdin").doesNotContain("hunter2");
    assertThat(inKey.code()).isEqualTo(ExitCode.USAGE);
    assertThat(inReference.err()).doesNotContain("hunter2");
    assertThat(folder.resolve("home/weir.yaml")).doesNotExist();
  }

  @Test
  void sealsAPasswordFromStandardInputAndTellsItNowhere() throws IOException {
    Run added =
        weir.typing(
            "hunter2\n", "database", "add", "app", "postgresql://a@one/app", "--password-stdin");
    Run shown = weir.run("database", "show", "app");
    Run listed = weir.run("secret", "list", "-o", "json");

    assertThat(added.code()).isZero();
    assertThat(folder.resolve("home/weir.yaml")).content().contains("sealed://databases/app");
    assertThat(added.err() + shown.out() + listed.out()).doesNotContain("hunter2");
    assertThat(listed.out()).contains("\"reference\":\"sealed://databases/app\"");
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("hunter2");
      }
    }
  }

  @Test
  void asksBeforeItRemoves() {
    weir.run("database", "add", "app", "postgresql://a@one/app");

    Run run = weir.run("database", "remove", "app");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("CLI-008");
    assertThat(weir.run("database", "list").out()).contains("app");
  }

  @Test
  void tellsEveryProblemOfTheConfigurationWithItsPlace() throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"),
        "databases:\n  app:\n    type: postgresql\n    prot: 1\n    pool:\n      max-size: x\n");

    Run run = weir.run("config", "check", "-o", "json");

    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.out()).contains("\"line\":4", "\"line\":6", "\"severity\":\"error\"");
  }

  @Test
  void explainsWhereAValueComesFrom() throws IOException {
    Files.writeString(
        folder.resolve("weir.yaml"), "databases:\n  app:\n    url: postgresql://a@one/app\n");

    Run run = weir.run("config", "explain", "app", "-o", "ndjson");

    assertThat(run.out()).contains("{\"database\":\"app\",\"key\":\"host\",\"value\":\"one\"");
    assertThat(weir.run("config", "schema").out()).contains("\"$schema\"");
  }

  @Test
  void emptyListingsAreEmptyArrays() {
    for (String line : new String[] {"database list", "secret list", "audit tail", "health"}) {
      String[] words = (line + " -o json -q").split(" ");

      assertThat(weir.run(words).out().replaceAll("\\s", "")).as(line).isEqualTo("[]");
    }
  }

  @Test
  void saysThatNoServerRuns() {
    assertThat(weir.run("status", "-o", "json").out()).contains("\"status\":\"stopped\"");
    assertThat(weir.run("status").code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(weir.run("down").code()).isZero();
  }

  @Test
  void takesNoStrangersProcessForTheServer() throws IOException {
    Path run = Files.createDirectories(folder.resolve("home/run"));
    Files.writeString(
        run.resolve("server.json"),
        "{\"pid\": " + ProcessHandle.current().pid() + ", \"address\": \"http://127.0.0.1:1\"}");

    assertThat(weir.run("status").code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(weir.run("down").code()).isZero();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void doctorNamesWhatToMend() throws IOException {
    Run.In broken = new Run.In(folder, Map.of("WEIR_ENV", "nonsense"));

    assertThat(weir.run("doctor", "-o", "json").out()).contains("\"check\":\"java\"");
    assertThat(broken.run("doctor").code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void printsScriptsThatCompleteEveryCommand() {
    for (String name : Commands.names()) {
      assertThat(weir.run("completion", "bash").out()).contains(name);
      assertThat(weir.run("completion", "fish").out()).contains("-a " + name);
    }
  }
}
