package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a server that does not come up. */
class UpCommandTest {
  @TempDir Path folder;

  @Test
  void tellsTheEndOfTheLogWhenTheServerIsNotReadyInTime() throws IOException {
    Run run = up("System.err.println(\"The store is slow today\"); Thread.sleep(600_000);");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("CLI-005", "not ready within 10 s", "--timeout", "The store is slow today")
        .contains("logs/server.log")
        .doesNotContain("\tat ");
  }

  @Test
  void tellsTheEndOfTheLogWhenTheServerEnds() throws IOException {
    Run run =
        up(
            "for (int i = 0; i < 100; i++) System.err.println(\"line \" + i + \".\"); System.exit(7);");

    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("ended with 7", "line 85.", "line 99.")
        .doesNotContain("line 84.");
  }

  /** Starts a server whose main method does this. */
  private Run up(String body) throws IOException {
    Path source = folder.resolve("Main.java");
    Files.writeString(
        source,
        "package dev.weir.server; class Main { public static void main(String[] a) throws Exception {"
            + body
            + "} }");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), source.toString());
    assertThat(compiled).isZero();
    return new Run.In(folder, Map.of("WEIR_SERVER_CLASSPATH", folder.toString()))
        .run("up", "--detach", "--timeout", "10s");
  }
}
