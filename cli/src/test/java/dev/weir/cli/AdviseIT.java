package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdviseIT {
  private static final Pattern APPLY = Pattern.compile("weir advise apply clinic ([0-9a-f]{8})");

  @TempDir private static Path folder;
  private static DatabaseServer server;
  private static Run.In home;
  private static Path statements;

  @BeforeAll
  static void open() throws IOException {
    server = Servers.freshPostgresql15(Map.of());
    home = Run.In.home(folder);
    Files.writeString(
        folder.resolve("weir.yaml"), "databases:\n  clinic:\n    url: " + server.url() + "\n");
    statements = folder.resolve("statements.sql");
    Files.writeString(statements, "-- calls: 9000\nselect * from visits\nwhere token = 't77';\n");
    for (String text :
        new String[] {
          "create table visits (id int primary key, token text)",
          "insert into visits select n, 't' || n from generate_series(1, 100000) n",
          "vacuum analyze visits"
        }) {
      assertThat(home.run("query", "clinic", text).code()).isZero();
    }
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @Test
  void adviceIsToldExplainedAppliedAndUndone() throws IOException {
    Run told = home.run("advise", "clinic", "--statements", statements.toString());
    assertThat(told.code()).as(told.err()).isEqualTo(ExitCode.FINDINGS);
    assertThat(told.out())
        .contains("index-missing", "public.visits (token)", "Not checked, so not known to be fine");
    Matcher apply = APPLY.matcher(told.out());
    assertThat(apply.find()).as(told.out()).isTrue();
    String id = apply.group(1);

    Run explained =
        home.run("advise", "clinic", "--statements", statements.toString(), "--explain", id);
    assertThat(explained.out())
        .contains(
            "What shows it:", "tried by: a scratch copy", "CREATE INDEX CONCURRENTLY", "Risk:");

    Run json =
        home.run("advise", "clinic", "--statements", statements.toString(), "--output", "json");
    assertThat(json.out()).contains("\"id\"", id, "\"not checked\"", "\"undo\"");

    String[] order = {"advise", "apply", "clinic", id, "--statements", statements.toString()};
    Run planned = home.run(with(order, "--dry-run"));
    assertThat(planned.code()).as(planned.err()).isZero();
    Run applied = home.run(order);
    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.err()).contains("CREATE INDEX CONCURRENTLY", "It is done.");
    assertThat(home.run("advise", "clinic", "--statements", statements.toString()).code()).isZero();
    assertThat(home.run("advise", "history", "clinic").out()).contains(id, "applied");

    assertThat(home.run("advise", "undo", "clinic", id).code()).isZero();
    assertThat(home.run("advise", "history", "clinic").out()).contains("undone");
    assertThat(Files.readString(folder.resolve("home/audit/cli.jsonl")))
        .contains("\"advise apply\"", "\"advise undo\"");
  }

  private static String[] with(String[] words, String more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  @Test
  void whatMakesNoSenseIsRefusedInWords() {
    Run nobody = home.run("advise");
    Run unknown = home.run("advise", "apply", "clinic", "00000000");
    Run missing = home.run("advise", "clinic", "--statements", "no-such-file.sql");

    assertThat(nobody.code()).isNotZero();
    assertThat(nobody.err()).contains("Name a database");
    assertThat(unknown.err()).contains("ADVICE-002");
    assertThat(missing.err()).contains("ADVICE-006");
  }
}
