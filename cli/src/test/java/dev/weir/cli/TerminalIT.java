package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person at a pseudo-terminal, which script(1) makes. */
class TerminalIT {
  @TempDir Path folder;
  private Run.In weir;

  @BeforeEach
  void two_backups() throws Exception {
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          shop: {url: "sqlite:%1$s/shop.db?create=true"}
          other: {url: "sqlite:%1$s/other.db?create=true"}
        settings:
          backup: {repository: repo}
        """
            .formatted(folder));
    weir = Run.In.home(folder);
    done(weir.run("query", "shop", "create table items (name text)"));
    done(weir.run("query", "shop", "insert into items values ('first')"));
    done(weir.run("backup", "create", "shop"));
    done(weir.run("query", "shop", "insert into items values ('second')"));
    done(weir.run("backup", "create", "shop"));
  }

  private static Run done(Run run) {
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  /** Runs {@code weir} at a terminal where this is typed; both streams are one there. */
  private Run at(String typed, String words) throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path program =
        Files.writeString(
            folder.resolve("weir.sh"),
            "exec %s --enable-native-access=ALL-UNNAMED -cp '%s' dev.weir.cli.Main %s\n"
                .formatted(java, System.getProperty("java.class.path"), words));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of("script", "--quiet", "--return", "--command", "sh " + program, "/dev/null"));
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    // Left open: its end would be the end of the terminal.
    OutputStream keyboard = process.getOutputStream();
    keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    String screen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Run(process.waitFor(), screen, "");
  }

  private List<String> restored() {
    return weir.run("query", "other", "select name from items", "-o", "csv").out().lines().toList();
  }

  @Test
  void the_backup_is_chosen_from_a_list_with_the_newest_first() throws Exception {
    Run run = at("2\n", "restore shop --into other");

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("Which one? [1]");
    assertThat(restored()).containsExactly("name", "first");
  }

  @Test
  void nothing_typed_means_the_newest() throws Exception {
    Run run = at("\n", "restore shop --into other");

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(restored()).containsExactly("name", "first", "second");
  }

  @Test
  void a_number_that_is_not_in_the_list_restores_nothing() throws Exception {
    Run run = at("3\n", "restore shop --into other");

    assertThat(run.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("'3' is no number of the list");
    assertThat(folder.resolve("other.db")).doesNotExist();
  }

  @Test
  void the_tab_key_completes_keywords_columns_and_tables() throws Exception {
    Run run = at("sel\tnam\tfrom it\t;\n\\q\n", "shell shop -o csv");

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("first", "second");
  }
}
