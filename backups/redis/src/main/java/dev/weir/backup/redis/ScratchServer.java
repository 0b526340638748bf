package dev.weir.backup.redis;

import dev.weir.api.Definition;
import dev.weir.api.Failed;
import dev.weir.api.WeirException;
import dev.weir.runtime.program.Command;
import dev.weir.runtime.program.FreePort;
import dev.weir.runtime.program.PrivateFile;
import dev.weir.runtime.program.SearchPath;
import dev.weir.spi.backup.Scratch;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

/** A private server on the loopback that loads a restored snapshot and writes nothing to disk. */
final class ScratchServer implements Scratch {
  private static final String HOST = "127.0.0.1";
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final long TICK_MILLIS = 20;

  /** In the jar of embedded-redis, where that is on the class path. */
  private static final String EMBEDDED = "/redis-server-6.2.6-v5-linux-amd64";

  private final Path folder;
  private final Path program;
  private final Definition definition;
  private final String password;
  private @Nullable Process process;

  private ScratchServer(Path folder, Path program) {
    this.folder = folder.toAbsolutePath();
    this.program = program;
    byte[] random = new byte[18];
    new SecureRandom().nextBytes(random);
    password = HexFormat.of().formatHex(random);
    definition =
        Definition.builder("scratch", "REDIS")
            .host(HOST)
            .port(FreePort.any())
            .database("0")
            .tls(new Definition.Tls(Definition.Tls.Mode.DISABLE, null, null, null, "TLSv1.2"))
            .build();
  }

  static ScratchServer in(Path folder) throws IOException {
    Optional<Path> program = SearchPath.find("redis-server").or(() -> embedded(folder));
    ScratchServer server =
        new ScratchServer(
            folder,
            program.orElseThrow(() ->
                Failed.because(
                    RedisBackupError.SCRATCH,
                    "There is no redis-server on this machine. Install the package"
                        + " redis-server.")));
    Files.createDirectories(server.folder());
    return server;
  }

  private static Optional<Path> embedded(Path folder) {
    try (InputStream in = ScratchServer.class.getResourceAsStream(EMBEDDED)) {
      if (in == null) {
        return Optional.empty();
      }
      Path program = folder.resolve("redis-server");
      Files.copy(in, program);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      return Optional.of(program);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Of the program, such as {@code 7.0.15}. */
  String version() throws IOException {
    String told = Command.of(program.toString(), "--version").run();
    return told.replaceFirst("(?s).*\\bv=([0-9.]+).*", "$1");
  }

  @Override
  public void start(Work work) {
    if (process != null) {
      return;
    }
    work.step("Starting a private server, which loads the snapshot");
    Trouble.told(
        "A private server",
        work,
        () -> {
          Path configuration = PrivateFile.write(folder.resolve("redis.conf"), settings());
          Process started =
              Command.of(program.toString(), configuration.toString())
                  .serve(folder.resolve("server.log"), "TERM");
          process = started;
          untilItAnswers(started, work);
          return true;
        });
  }

  private String settings() {
    return """
    bind %s
    port %d
    dir "%s"
    dbfilename %s
    requirepass %s
    save ""
    appendonly no
    daemonize no
    """
        .formatted(HOST, definition.port(), folder(), RedisBackup.FILE, password);
  }

  private void untilItAnswers(Process started, Work work) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      work.check();
      if (!started.isAlive() || System.nanoTime() > end) {
        throw Failed.because(
            RedisBackupError.SCRATCH, "A private server did not load the snapshot: " + lastWords());
      }
      Thread.sleep(TICK_MILLIS);
    }
  }

  /** While it loads it refuses all but a few commands. */
  private boolean answers() {
    try (Wire wire = Wire.open(definition, password)) {
      return wire.ask("PING").equals("PONG");
    } catch (IOException | WeirException e) {
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
  public Path folder() {
    return folder.resolve("data");
  }

  @Override
  public void close() {
    if (process != null) {
      end(process);
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(folder)) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      // the folder is the caller's, who removes it
    }
  }

  private static void end(Process running) {
    running.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!running.waitFor(10, TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      running.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
