package dev.weir.backup.mysql;

import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.FreePort;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.runtime.program.SearchPath;
import dev.weir.spi.backup.BackupContent;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A private MariaDB on the loopback, for which nothing needs to last: it waits for no disk and is
 * gone, with its data, when closed.
 */
final class ScratchServer implements Scratch {
  private static final String HOST = "127.0.0.1";
  private static final String USER = "weir_scratch";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long TICK_MILLIS = 50;

  private final Path folder;
  private final Path sockets;
  private final Process process;
  private final Definition definition;
  private final String password;

  private ScratchServer(
      Path folder, Path sockets, Process process, Definition definition, String password) {
    this.folder = folder;
    this.sockets = sockets;
    this.process = process;
    this.definition = definition;
    this.password = password;
  }

  static ScratchServer of(BackupContent content, Path folder, Work work) throws Exception {
    Version origin = Version.ofServer(content.serverVersion());
    if (!origin.mariadb()) {
      throw Failed.because(
          MysqlBackupError.SCRATCH,
          "No private MySQL can be started here to prove a backup of "
              + origin
              + ": restore it into a scratch database of a MySQL server instead.");
    }
    Path server = program("mariadbd", origin);
    Path install = program("mariadb-install-db", origin);
    Version version =
        Version.ofProgram(Command.of(server.toString(), "--no-defaults", "--version").run());
    if (version.olderThan(origin)) {
      throw missing(server + " is of " + version + " and older than the backup's server", origin);
    }
    return start(install, server, folder, List.of("--skip-log-bin"), work);
  }

  static Path program(String name, Version origin) {
    return SearchPath.find(name)
        .or(() -> Optional.of(Path.of("/usr/sbin", name)).filter(Files::isExecutable))
        .orElseThrow(() -> missing("There is no " + name + " on this machine", origin));
  }

  private static Failed missing(String what, Version origin) {
    return Failed.because(
        MysqlBackupError.SCRATCH,
        what
            + ". Install the package mariadb-server of version "
            + origin.major()
            + "."
            + origin.minor()
            + " or newer.");
  }

  /** With settings of its own, each {@code --name=value}. */
  static ScratchServer start(
      Path install, Path server, Path folder, List<String> settings, Work work) throws Exception {
    work.step("Starting a private server");
    Path data = folder.resolve("data").toAbsolutePath();
    Command.of(install.toString(), "--no-defaults", "--datadir=" + data)
        .with("--auth-root-authentication-method=normal", "--skip-test-db", user())
        .run();
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    Path accounts = PrivateFile.write(folder.resolve("accounts.sql"), accounts(password));
    int port = FreePort.any();
    // The path of a socket is short by nature; that of a folder need not be.
    Path sockets = Files.createTempDirectory("weir-my");
    Process process =
        Command.of(server.toString(), "--no-defaults", user(), "--datadir=" + data)
            .with("--bind-address=" + HOST, "--port=" + port, "--socket=" + sockets.resolve("s"))
            .with("--pid-file=" + sockets.resolve("pid"), "--init-file=" + accounts)
            .with(settings)
            .with("--skip-name-resolve", "--max-allowed-packet=1G")
            .with("--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync")
            .with("--skip-innodb-doublewrite", "--event-scheduler=OFF")
            .serve(folder.resolve("server.log"), "TERM");
    Definition definition =
        Definition.builder("scratch", "MARIADB")
            .host(HOST)
            .port(port)
            .database("scratch")
            .user(USER)
            .tls(new Definition.Tls(Definition.Tls.Mode.DISABLE, null, null, null, "TLSv1.2"))
            .build();
    ScratchServer scratch = new ScratchServer(folder, sockets, process, definition, password);
    try {
      scratch.untilItAnswers(work);
      return scratch;
    } catch (Exception e) {
      scratch.close();
      throw e;
    }
  }

  private static String user() {
    return "--user=" + System.getProperty("user.name");
  }

  /**
   * The one account of Weir. Accounts bound to the machine's name go: a server that resolves no
   * names cannot show them. One statement a line.
   */
  private static String accounts(String password) {
    return """
    DELETE FROM mysql.global_priv WHERE Host NOT IN ('localhost', '127.0.0.1', '::1');
    FLUSH PRIVILEGES;
    ALTER USER 'root'@'localhost' IDENTIFIED BY '%2$s';
    CREATE USER '%1$s'@'127.0.0.1' IDENTIFIED BY '%2$s';
    GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'127.0.0.1' WITH GRANT OPTION;
    CREATE DATABASE scratch CHARACTER SET utf8mb4;
    """
        .formatted(USER, password);
  }

  /** The port opens when the server is ready for it, after the statements above. */
  private void untilItAnswers(Work work) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      work.check();
      if (!process.isAlive() || System.nanoTime() > end) {
        throw Failed.because(
            MysqlBackupError.SCRATCH, "A private server did not start: " + lastWords());
      }
      Thread.sleep(TICK_MILLIS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), definition.port()), 1_000);
      socket.setSoTimeout(1_000);
      return socket.getInputStream().readNBytes(5).length == 5;
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("server.log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  @Override
  public Definition definition() {
    return definition;
  }

  @Override
  public Supplier<@Nullable String> password() {
    return () -> password;
  }

  @Override
  public @Nullable Path folder() {
    return null;
  }

  @Override
  public void start(Work work) {
    // it runs already
  }

  @Override
  public void close() {
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    forget(folder.resolve("data"));
    forget(folder.resolve("accounts.sql"));
    forget(sockets);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Path below) {
    try (Stream<Path> all = Files.walk(below)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // the folder is the caller's, who removes it
    }
  }
}
