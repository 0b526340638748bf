package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The cache of loaded classes, made and used by the launcher of the distribution. Java leaves one
 * that does not fit aside without a word, so here it must use it or fail.
 */
class StartupCacheIT {
  private static final Path DISTRIBUTION = Path.of("..", "target", "dist");
  private static final String MUST = "-XX:AOTMode=on";

  @TempDir Path folder;

  @BeforeEach
  void aDistributionOfItsOwn() throws IOException {
    for (String part : List.of("bin", "lib/cli")) {
      Path from = DISTRIBUTION.resolve(part);
      Path to = Files.createDirectories(folder.resolve(part));
      try (Stream<Path> files = Files.list(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  @Test
  void theLauncherUsesTheCacheUntilAJarChanges() throws Exception {
    String trained = weir("-XX:AOTCacheOutput=" + folder.resolve("lib/cli.aot"), 0, "training");
    assertThat(folder.resolve("lib/cli.aot")).as(trained).isNotEmptyFile();

    assertThat(weir(MUST, 0, "--version")).contains("weir");
    assertThat(weir(MUST, 0, "query", "sqlite::memory:", "select 42 as n")).contains("42");

    touchAJar();
    weir(MUST, 1, "--version");
    assertThat(weir("", 0, "--version")).contains("weir").doesNotContain("AOT", "warning");
  }

  @Test
  void theDistributionHasAllThatBackupsOfPostgresqlNeed() throws Exception {
    assertThat(weir("", 0, "backup", "check", Servers.postgresql15().adminUrl()))
        .contains("pg_dump")
        .doesNotContain("Exception");
  }

  private void touchAJar() throws IOException {
    try (Stream<Path> jars = Files.list(folder.resolve("lib/cli"))) {
      Path jar = jars.filter(each -> each.toString().contains("picocli")).findFirst().orElseThrow();
      Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
  }

  /** Runs the launcher, which must end with {@code code}; answers all that it wrote. */
  private String weir(String options, int code, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(folder.resolve("bin/weir").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
    builder.environment().put("WEIR_OPTS", options);
    Process process = builder.start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isEqualTo(code);
    return told;
  }
}
