package dev.weir.advisor.postgresql;

import dev.weir.runtime.postgresql.Folders;
import dev.weir.runtime.postgresql.PostgresInstallation;
import dev.weir.runtime.postgresql.PostgresInstallations;
import dev.weir.runtime.postgresql.PostgresProcess;
import dev.weir.runtime.program.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** PostgreSQL 15 as Debian packages it, whose extensions hypopg belongs to: testing/packages. */
final class DebianServer implements AutoCloseable {
  private final Path folder;
  private final PostgresProcess process;
  private final int port = FreePort.any();

  DebianServer() {
    PostgresInstallation programs =
        PostgresInstallations.of("postgres", 15, null)
            .orElseThrow(() -> new IllegalStateException("Run testing/packages"))
            .installation();
    try {
      folder = Files.createTempDirectory("weir-advise");
      Path data = folder.resolve("data");
      programs
          .serverCommand("initdb")
          .with("--pgdata=" + data, "--username=postgres", "--auth=trust", "--no-sync")
          .with("--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")
          .run();
      Files.writeString(
          data.resolve("postgresql.conf"),
          "listen_addresses='127.0.0.1'\nport=%d\nunix_socket_directories=''\nfsync=off\n"
              .formatted(port),
          StandardOpenOption.APPEND);
      process =
          PostgresProcess.start(
              programs, data, folder.resolve("server.log"), Duration.ofMinutes(2));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "postgresql://postgres@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    process.close();
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
