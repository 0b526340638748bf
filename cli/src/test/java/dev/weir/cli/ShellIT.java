package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellIT {
  private final String url = Servers.postgresql15().url();

  @TempDir Path folder;

  private Run type(String database, String lines) {
    return Run.In.home(folder).typing(lines, "shell", database, "-o", "csv");
  }

  @Test
  void runsWhatAPipeSaysOverSeveralLines() {
    Run run = type(url, "select 1 as a,\n  ';' as b;\nselect 2 as c; select 3 as d\n");

    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).containsExactly("a,b", "1,;", "c", "2", "d", "3");
  }

  @Test
  void holdsOneSessionForATransaction() {
    Run run =
        type(
            url,
            """
            create table if not exists shelled (n int); truncate shelled;
            begin;
            insert into shelled values (1);
            savepoint here;
            insert into shelled values (2);
            rollback to savepoint here;
            commit;
            begin;
            insert into shelled values (3);
            rollback;
            select string_agg(n::text, '+') as kept from shelled;
            """);

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .endsWith("kept\n1\n".replace("\n", run.out().contains("\r") ? "\r\n" : "\n"));
  }

  @Test
  void goesOnAfterAnErrorAndTellsItAtTheEnd() {
    Run run = type(url, "select * from nowhere;\nselect 1 as a;\n");

    assertThat(run.code()).isEqualTo(ExitCode.PARTLY);
    assertThat(run.err()).contains("SQL-002");
    assertThat(run.out()).contains("a");
  }

  @Test
  void knowsItsOwnCommands() throws Exception {
    Files.writeString(folder.resolve("more.sql"), "select 'from a file' as t;\n");
    Run run =
        type(
            url,
            """
            create table if not exists listed (id int primary key);
            \\dt
            \\d listed
            \\i more.sql
            \\set output ndjson
            select 5 as n;
            \\o kept.txt
            select 6 as n;
            \\o
            \\nonsense
            \\q
            select 'never' as t;
            """);

    assertThat(run.out())
        .contains("listed", "Primary key: id", "from a file", "{\"n\":5}")
        .doesNotContain("{\"n\":6}", "never");
    assertThat(folder.resolve("kept.txt")).hasContent("{\"n\":6}");
    assertThat(run.err()).contains("no command \\nonsense");
  }

  @Test
  void takesALineForACommandInRedis() {
    Run run = type(Servers.redis().url(), "SET shell:a 1\nGET shell:a\n");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("1");
  }

  @Test
  void worksAtATerminalThatCannotDoMuch() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            out,
            new PrintStream(screen, true, StandardCharsets.UTF_8),
            Map.of("WEIR_HOME", folder.toString()),
            folder,
            true);
    Cli cli = new Cli(console);
    byte[] typed = "select 40 + 2 as answer\n;\n\\q\n".getBytes(StandardCharsets.UTF_8);

    try (DumbTerminal terminal = new DumbTerminal(new ByteArrayInputStream(typed), screen);
        Workspace workspace = cli.workspace();
        Shell shell = new Shell(cli, workspace, url)) {
      ShellTerminal.run(cli, terminal, shell);
    }

    assertThat(out.toString(StandardCharsets.UTF_8)).contains("answer", "42");
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("=> ", "-> ");
  }
}
