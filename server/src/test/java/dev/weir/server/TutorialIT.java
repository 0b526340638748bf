package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the tutorial as they stand on its page, on the demo database. */
class TutorialIT {
  private static final Path PAGE = Path.of("../docs/tutorial-tuning.md");
  private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void everyCommandOfThePageDoesWhatItSays() throws Exception {
    String commands =
        COMMANDS
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1))
            .collect(Collectors.joining())
            .replace("up --detach", "up --detach --port 0");
    launcher();

    String told = run(commands);

    assertThat(Files.readAllLines(folder.resolve("codes")))
        .as(told)
        .hasSize((int) commands.lines().filter(line -> line.startsWith("./weir ")).count())
        .allMatch(line -> line.matches("(0|3|5) .*"))
        .allMatch(line -> line.matches("0 .*") || line.matches("\\d (advise demo|report) .*"));
    assertThat(told)
        .containsSubsequence(
            "Seq Scan",
            "public.orders (tracking_number)",
            "CREATE INDEX CONCURRENTLY",
            "ms before",
            "Index Scan",
            "It is as it was before.",
            "Seq Scan",
            "It is done.",
            "Mended since",
            "17243adf");
    assertThat(folder.resolve("before.html")).content().contains("What to do");
  }

  /** What a checkout has as {@code ./weir}; it writes down how each command ended. */
  private void launcher() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Path file = folder.resolve("weir");
    Files.writeString(
        file,
        """
        #!/bin/sh
        %s -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED \\
          --sun-misc-unsafe-memory-access=allow -Dorg.slf4j.simpleLogger.defaultLogLevel=error \\
          dev.weir.cli.Main "$@"
        code=$?
        echo "$code $*" >> codes
        exit $code
        """
            .formatted(java));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private String run(String commands) throws Exception {
    String classes = System.getProperty("java.class.path");
    ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-u", "-c", commands));
    shell.environment().put("CLASSPATH", classes);
    shell.environment().put("WEIR_SERVER_CLASSPATH", classes);
    shell.environment().put("WEIR_HOME", folder.resolve("home").toString());
    Path told = folder.resolve("told");
    shell.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(told.toFile());
    Process process = shell.start();
    try {
      process.waitFor();
      return Files.readString(told);
    } finally {
      process.destroyForcibly();
      new CommandLine(new dev.weir.Home(folder.resolve("home"))).run("down");
    }
  }
}
