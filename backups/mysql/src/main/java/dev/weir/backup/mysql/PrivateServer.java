package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server on a data folder that only we know: on the loopback, at a port of its own, with an
 * account of its own. Closing it shuts it down in order and leaves the data.
 */
final class PrivateServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final long TICK_MILLIS = 50;

  /** For data that is thrown away afterwards: nothing waits for a disk. */
  static final List<String> THROWN_AWAY =
      List.of(
          "--innodb-flush-log-at-trx-commit=0",
          "--innodb-flush-method=nosync",
          "--skip-innodb-doublewrite");

  private final Access access;
  private final Path privately;
  private final Path log;
  private final Process process;

  private PrivateServer(Access access, Path privately, Path log, Process process) {
    this.access = access;
    this.privately = privately;
    this.log = log;
    this.process = process;
  }

  /**
   * How it is started.
   *
   * @param defaults the option that says which file of options is read
   * @param log what it tells goes there
   * @param before statements to run first, one a line
   * @param settings each {@code --name=value}
   */
  record Start(
      ServerProgram program,
      String defaults,
      Path data,
      Path log,
      Access access,
      String before,
      List<String> settings) {}

  static PrivateServer start(Start how, Work work) throws IOException, InterruptedException {
    // The path of a socket is short by nature; that of a folder need not be.
    Path privately = Files.createTempDirectory("weir-my");
    Path first = PrivateFile.write(privately.resolve("accounts.sql"), how.before() + account(how));
    Process process =
        how.program()
            .command(how.defaults(), how.data().toAbsolutePath())
            .with("--bind-address=" + Access.HOST, "--port=" + how.access().port())
            .with("--socket=" + privately.resolve("s"), "--pid-file=" + privately.resolve("pid"))
            .with("--init-file=" + first, "--skip-name-resolve", "--max-allowed-packet=1G")
            .with("--event-scheduler=OFF", "--skip-slave-start")
            .with(how.program().settings())
            .with(how.settings())
            .serve(how.log(), "TERM");
    PrivateServer server = new PrivateServer(how.access(), privately, how.log(), process);
    try {
      server.untilItAnswers(work);
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static String account(Start how) {
    return """
    CREATE USER '%1$s'@'%2$s' %3$s;
    GRANT ALL PRIVILEGES ON *.* TO '%1$s'@'%2$s' WITH GRANT OPTION;
    """
        .formatted(
            how.access().user(), Access.HOST, how.program().identified(how.access().password()));
  }

  /** The port opens when the server is ready for it, after the statements above. */
  private void untilItAnswers(Work work) throws IOException, InterruptedException {
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
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), access.port()), 1_000);
      socket.setSoTimeout(1_000);
      return socket.getInputStream().readNBytes(5).length == 5;
    } catch (IOException e) {
      return false;
    }
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
  }

  /** For programs that connect to it. */
  Login login(Version version) {
    return new Login(access.definition(version, "mysql"), access::password, privately);
  }

  /** Removes the account of ours again, for data that stays. */
  void leave(Tools.Found client, Version version) throws IOException {
    login(version)
        .command(client)
        .run("DROP USER '" + access.user() + "'@'" + Access.HOST + "';\n");
  }

  @Override
  public void close() {
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    Trees.forget(privately);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
