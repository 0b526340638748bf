package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian's MariaDB in a folder of a test, as mariadb-backup must be of the server's own series. Its
 * log lies beside the folder.
 */
final class DebianMariaDb implements AutoCloseable {
  /** A recovery of a gigabyte may come before it answers. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final Process process;
  private final int port;

  private DebianMariaDb(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Makes an empty server; answers what its first start must read to have these databases. */
  static Path install(Path data, String... databases) throws Exception {
    Process installed =
        new ProcessBuilder(
                "mariadb-install-db",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--skip-test-db")
            .redirectErrorStream(true)
            .redirectOutput(log(data).toFile())
            .start();
    assertThat(installed.waitFor()).as(Files.readString(log(data))).isZero();
    StringBuilder first = new StringBuilder();
    for (String each : databases) {
      first.append("CREATE DATABASE ").append(each).append(";\n");
    }
    first.append("CREATE USER weir@'127.0.0.1' IDENTIFIED BY 'secret';\n");
    first.append("GRANT ALL ON *.* TO weir@'127.0.0.1';\n");
    return Files.writeString(data.resolveSibling("first.sql"), first);
  }

  private static Path log(Path data) {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  static DebianMariaDb start(Path data, int port, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/sbin/mariadbd",
                "--no-defaults",
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + data,
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=" + Files.createTempDirectory("weir-my").resolve("s"),
                "--skip-name-resolve"));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log(data).toFile())
            .start();
    DebianMariaDb server = new DebianMariaDb(process, port);
    await().atMost(PATIENCE).until(server::answers);
    return server;
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** As the user that {@link #install} has made. */
  static String url(int port, String database) {
    return "mariadb://weir:secret@127.0.0.1:" + port + "/" + database + "?tls=disable";
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
