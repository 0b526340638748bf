package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Database;
import dev.weir.api.Rejected;
import dev.weir.testing.databases.DatabaseServer;
import dev.weir.testing.databases.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileIT {
  private final DatabaseServer server = Servers.postgresql15();
  @TempDir Path folder;
  private Path file;
  private Home home;

  @BeforeEach
  void givenAFileThatNamesASecret() throws IOException {
    file = folder.resolve("weir.yaml");
    home = new Home(folder.resolve("home"));
    Files.writeString(folder.resolve("password"), server.password());
    write(20, "");
  }

  @Test
  void opensTheDatabasesOfAFileWhosePasswordLiesElsewhere() {
    try (Weir weir = Weir.open(file, home)) {
      assertThat(weir.database("clinics").query("select 7").list(row -> row.intAt(0)))
          .containsExactly(7);
    }
  }

  @Test
  void takesAChangeWithoutDroppingTheConnection() throws IOException {
    try (Weir weir = Weir.open(file, home)) {
      Database clinics = weir.database("clinics");
      int process = process(clinics);

      write(30, "");

      await().until(() -> clinics.definition().pool().maxSize() == 30);
      assertThat(process(clinics)).isEqualTo(process);
    }
  }

  @Test
  void keepsWhatWasInForceWhenTheFileBecomesWrong() throws IOException {
    try (Weir weir = Weir.open(file, home)) {
      Database clinics = weir.database("clinics");

      write(30, "    colour: blue\n");
      write(25, "    colour: blue\n");
      await()
          .during(Duration.ofSeconds(3))
          .until(() -> clinics.definition().pool().maxSize() == 20);
      write(40, "");

      await().until(() -> clinics.definition().pool().maxSize() == 40);
    }
  }

  @Test
  void tellsEveryProblemOfAFileAtOnce() throws IOException {
    write(100_000, "    colour: blue\n");

    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> Weir.open(file, home))
        .satisfies(e -> assertThat(e.code().id()).isEqualTo("WEIR-031"))
        .withMessageContaining("colour")
        .withMessageContaining("max-size");
  }

  private static int process(Database database) {
    return database.query("select pg_backend_pid()").list(row -> row.intAt(0)).getFirst();
  }

  private void write(int maxSize, String more) throws IOException {
    Files.writeString(
        file,
        """
        version: 1
        databases:
          clinics:
            type: postgresql
            host: %s
            port: %d
            database: %s
            user: %s
            password: file://%s
            pool: {min-size: 1, max-size: %d}
        %s\
        """
            .formatted(
                server.host(),
                server.port(),
                server.database(),
                server.user(),
                folder.resolve("password"),
                maxSize,
                more));
  }
}
