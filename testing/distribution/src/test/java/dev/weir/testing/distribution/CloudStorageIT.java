package dev.weir.testing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.testing.stores.S3Mock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object storage from the distribution's plugins, by its own launcher. */
class CloudStorageIT {
  private static final Path DISTRIBUTION = Path.of("..", "..", "target", "dist");

  @TempDir Path folder;

  @Test
  void aBackupGoesToS3AndComesBack() throws Exception {
    try (S3Mock s3 = S3Mock.start()) {
      configure(
          "s3://" + S3Mock.BUCKET + "/weir",
          """
          repository.endpoint: %s
                repository.region: us-east-1
                repository.access-key: test
                repository.secret-key: test
          """
              .formatted(s3.address()));
      weir(0, "query", "notes", "create table notes (id integer primary key, text text)");
      weir(0, "query", "notes", "insert into notes values (1, 'one'), (2, 'two')");

      weir(0, "backup", "create", "notes");
      String listed = weir(0, "backup", "list", "notes", "-o", "ndjson");
      String verified = weir(0, "backup", "verify", "notes");
      weir(0, "query", "notes", "delete from notes");
      weir(0, "restore", "notes", "latest", "--clean", "--yes");

      assertThat(listed).contains("\"encrypted\":true");
      assertThat(verified).contains("is good");
      assertThat(
              weir(
                  0, "query", "notes", "select group_concat(text) as t from notes", "-o", "ndjson"))
          .contains("one,two");
      assertThat(folder.resolve("home/backups")).doesNotExist();
    }
  }

  @Test
  void theOtherCloudsSayWhatTheyNeed() throws Exception {
    configure("azure://account/container/weir", "");
    assertThat(weir(1, "backup", "list")).contains("AZURE-");

    configure("gs://bucket/weir", "repository.credentials: nonsense");
    assertThat(weir(1, "backup", "list")).contains("GCS-");

    configure("ftp://bucket/weir", "");
    assertThat(weir(1, "backup", "list"))
        .contains("BACKUP-006", "[azure, file, gs, s3]")
        .doesNotContain("\tat ");
  }

  private void configure(String repository, String options) throws IOException {
    Path database = folder.resolve("notes.db");
    if (!Files.exists(database)) {
      Files.createFile(database);
    }
    Files.writeString(
        folder.resolve("weir.yaml"),
        """
        databases:
          notes: {url: "sqlite:%s/notes.db"}
        settings:
          backup:
            repository: %s
            options:
              %s
        """
            .formatted(folder, repository, options.isEmpty() ? "other.region: none" : options));
  }

  /** Runs the launcher, which must end with {@code code}; answers all that it wrote. */
  private String weir(int code, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(DISTRIBUTION.toAbsolutePath().resolve("bin/weir").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WEIR_HOME", folder.resolve("home").toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isEqualTo(code);
    return told;
  }
}
