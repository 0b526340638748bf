package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
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

  /** What is typed once this pattern is on the screen, behind what was there before. */
  private record Keys(String seen, String typed) {}

  /**
   * Runs {@code weir} at a terminal; both streams are one there. What is typed before a prompt is
   * seen may be dropped as the terminal's mode changes.
   */
  private Run at(String words, Keys... typed) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path program =
        Files.writeString(
            folder.resolve("weir.sh"),
            "stty cols 80 rows 24; exec %s --enable-native-access=ALL-UNNAMED -cp '%s' dev.weir.cli.Main %s\n"
                .formatted(java, System.getProperty("java.class.path"), words));
    Path output = folder.resolve("screen");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of("script", "--quiet", "--return", "--command", "sh " + program, "/dev/null"));
    builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
    builder.environment().put("TERM", "xterm");
    Process process = builder.start();
    // Left open: its end would be the end of the terminal.
    OutputStream keyboard = process.getOutputStream();
    try {
      int before = 0;
      for (Keys keys : typed) {
        int from = before;
        Pattern seen = Pattern.compile(keys.seen(), Pattern.DOTALL);
        await(keys.seen()).until(() -> seen.matcher(screen(output).substring(from)).find());
        before = screen(output).length();
        keyboard.write(keys.typed().getBytes(StandardCharsets.UTF_8));
        keyboard.flush();
      }
      await("the end of " + words).until(() -> !process.isAlive());
      return new Run(process.exitValue(), screen(output), "");
    } catch (ConditionTimeoutException never) {
      throw new AssertionError("On the screen: " + screen(output), never);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String screen(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
  }

  private List<String> restored() {
    return weir.run("query", "other", "select name from items", "-o", "csv").out().lines().toList();
  }

  @Test
  void the_backup_is_chosen_from_a_list_with_the_newest_first() throws Exception {
    Run run = at("restore shop --into other", new Keys("Which one\\?", "2\n"));

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("Which one? [1]");
    assertThat(restored()).containsExactly("name", "first");
  }

  @Test
  void nothing_typed_means_the_newest() throws Exception {
    Run run = at("restore shop --into other", new Keys("Which one\\?", "\n"));

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(restored()).containsExactly("name", "first", "second");
  }

  @Test
  void a_number_that_is_not_in_the_list_restores_nothing() throws Exception {
    Run run = at("restore shop --into other", new Keys("Which one\\?", "3\n"));

    assertThat(run.code()).isNotEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("'3' is no number of the list");
    assertThat(folder.resolve("other.db")).doesNotExist();
  }

  @Test
  void the_tab_key_completes_keywords_columns_and_tables() throws Exception {
    Run run =
        at(
            "shell shop -o csv",
            new Keys("shop=>", "sel\tnam\tfrom it\t;\n"),
            new Keys("second.*shop=>", "\\q\n"));

    assertThat(run.code()).as(run.out()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("first", "second");
  }
}
