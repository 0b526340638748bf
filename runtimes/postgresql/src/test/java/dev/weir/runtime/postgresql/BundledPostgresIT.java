package dev.weir.runtime.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.runtime.program.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundledPostgresIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void itIsUnpackedStartedAndStoppedWhoeverWeAre() throws IOException {
    PostgresInstallation bundled = BundledPostgres.unpack(folder.resolve("runtime"));
    Path data = cluster(bundled);

    try (PostgresProcess process =
        PostgresProcess.start(bundled, data, folder.resolve("log"), PATIENCE)) {
      assertThat(process.alive()).isTrue();
      process.stop();
      assertThat(process.alive()).isFalse();
    }
    assertThat(bundled.version("postgres")).hasToString(BundledPostgres.VERSION);
    assertThat(bundled.library("pg_stat_statements")).isTrue();
    assertThat(bundled.library("nothing_like_this")).isFalse();
  }

  @Test
  void aServerThatDoesNotStartTellsItsLog() throws IOException {
    PostgresInstallation bundled = BundledPostgres.unpack(folder.resolve("runtime"));
    Path data = cluster(bundled);
    Files.writeString(
        data.resolve("postgresql.conf"), "no_such_setting = 1\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> PostgresProcess.start(bundled, data, folder.resolve("log"), PATIENCE))
        .hasMessageContaining("no_such_setting");
  }

  private Path cluster(PostgresInstallation bundled) throws IOException {
    Path data = folder.resolve("data");
    bundled.serverCommand("initdb").with("--pgdata=" + data, "--no-sync").run();
    Files.writeString(
        data.resolve("postgresql.conf"),
        "unix_socket_directories = ''\nlisten_addresses = '127.0.0.1'\nport = "
            + FreePort.any()
            + "\n",
        StandardOpenOption.APPEND);
    return data;
  }
}
