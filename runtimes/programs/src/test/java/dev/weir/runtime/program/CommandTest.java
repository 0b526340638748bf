package dev.weir.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  @Test
  void aProgramGetsItsInputAndTellsItsOutput() throws IOException {
    assertThat(Command.of("cat").run("höhe\n")).isEqualTo("höhe\n");
  }

  @Test
  void aLongInputDoesNotWaitForAProgramThatIsAnswering() throws IOException {
    String long4Megabytes = "0123456789abcdef".repeat(256 * 1024);

    assertThat(Command.of("cat").run(long4Megabytes)).hasSameSizeAs(long4Megabytes);
  }

  @Test
  void aFailureLeavesOutWhatIsNoReason() {
    assertThatThrownBy(
            () -> Command.of("sh", "-c", "printf '10%%\\nall is lost\\n20%%\\n' >&2; exit 3").run())
        .isInstanceOfSatisfying(
            ProgramFailure.class,
            failure ->
                assertThat(failure.without(Pattern.compile("%$")))
                    .hasMessage("sh ended with 3: all is lost"));
  }

  @Test
  void aFailureTellsTheLastWords() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "echo all is lost >&2; exit 3").run())
        .isInstanceOfSatisfying(
            ProgramFailure.class,
            failure -> {
              assertThat(failure.exit()).isEqualTo(3);
              assertThat(failure.told()).isEqualTo("all is lost");
              assertThat(failure).hasMessage("sh ended with 3: all is lost");
            });
  }

  @Test
  void onlyTheEndOfALongStoryIsKept() {
    assertThatThrownBy(() -> Command.of("sh", "-c", "seq 1 100000 >&2; exit 1").run())
        .isInstanceOfSatisfying(
            ProgramFailure.class,
            failure -> assertThat(failure.told()).endsWith("100000").hasLineCount(40));
  }

  @Test
  void eachLineOfTheStandardErrorIsToldAtOnce() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Running running = Command.of("sh", "-c", "echo one >&2; echo two >&2").start(lines::add)) {
      running.finish();
      running.told();
    }

    assertThat(lines).containsExactly("one", "two");
  }

  @Test
  void closingEndsTheProgramAndWhatItHasStarted() throws IOException {
    Running running = Command.of("sh", "-c", "sleep 600 & echo $!; wait").start();
    String line = line(running);
    long child = Long.parseLong(line);

    running.close();

    await().until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(running.alive()).isFalse();
  }

  @Test
  void aBrokenStreamIsExplainedByTheProgramsOwnWords() throws IOException {
    try (Running running = Command.of("sh", "-c", "echo no room >&2; exit 4").start()) {
      IOException told = running.explain(new IOException("Broken pipe"));

      assertThat(told).hasMessage("sh ended with 4: no room");
    }
  }

  @Test
  void variablesOfThisProcessCanBeKeptFromIt() throws IOException {
    assertThat(Command.of("sh", "-c", "echo ${PATH+set}").environment(Map.of()).run())
        .isEqualTo("set\n");
    assertThat(Command.of("sh", "-c", "echo ${HOME-unset}").without("HOME").run())
        .isEqualTo("unset\n");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Command.of("/nowhere/at-all").run())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at-all");
  }

  @Test
  void argumentsAreNotToldInLogs() {
    assertThat(Command.of("psql", "private").toString()).doesNotContain("private");
  }

  @Test
  void aPrivateFileIsForThisUserAlone(@TempDir Path folder) throws IOException {
    Path file = PrivateFile.write(folder.resolve("password"), "secret");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).isEqualTo("secret");
  }

  private static String line(Running running) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = running.output().read(); next != '\n'; next = running.output().read()) {
      line.append(new String(new byte[] {(byte) next}, StandardCharsets.US_ASCII));
    }
    return line.toString();
  }
}
