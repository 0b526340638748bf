package dev.weir.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The distribution as it is built, run by its own launcher in a folder with a home below it. */
record Distribution(Path folder) {
  static final Path LAUNCHER = Path.of("..", "..", "target", "dist", "bin", "weir");

  /** What came of a command: the code that it ended with, and what it wrote. */
  private record Ended(int code, String out, String err) {}

  void configure(String text) throws IOException {
    Files.writeString(folder.resolve("weir.yaml"), text);
  }

  /** Answers what a command wrote that went well. */
  String done(String... words) throws IOException, InterruptedException {
    Ended ended = run(words);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    return ended.out();
  }

  /** Answers the error of a command that was refused. */
  String refused(String... words) throws IOException, InterruptedException {
    Ended ended = run(words);
    assertThat(ended.code()).as(ended.out() + ended.err()).isPositive();
    assertThat(ended.err()).doesNotContain("\tat ");
    return ended.err();
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toAbsolutePath().toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
    Path out = Files.createTempFile(folder, "out-", ".txt");
    Path err = Files.createTempFile(folder, "err-", ".txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      process.getOutputStream().close();
      return new Ended(process.waitFor(), read(out), read(err));
    } finally {
      process.destroyForcibly();
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
