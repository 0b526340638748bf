package dev.weir.testing.databases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A server of this machine: an engine's processes in a home of their own. */
final class LocalServer implements DatabaseServer {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(20);

  private static final Set<LocalServer> OPEN = ConcurrentHashMap.newKeySet();

  private final Engine engine;
  private final Home home;
  private final PortLease lease;
  private final boolean shared;
  private volatile Process process;

  private LocalServer(Engine engine, Home home, PortLease lease, boolean shared, Process process) {
    this.engine = engine;
    this.home = home;
    this.lease = lease;
    this.shared = shared;
    this.process = process;
  }

  static LocalServer open(Engine engine, ServerOptions options, boolean shared) {
    PortLease lease = PortLease.take();
    try {
      String name = engine.scheme() + "-" + lease.port();
      Home home = new Home(RunDirectory.subdirectory(name), lease.port(), options);
      if (options.diskMegabytes() > 0) {
        SmallDisk.mount(home.data(), options.diskMegabytes());
      }
      engine.prepare(home);
      LocalServer server = new LocalServer(engine, home, lease, shared, launch(engine, home));
      OPEN.add(server);
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      lease.close();
      throw new UncheckedIOException(engine.type() + " " + engine.version() + " did not start", e);
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  @Override
  public String type() {
    return engine.type();
  }

  @Override
  public String version() {
    return engine.version();
  }

  @Override
  public String host() {
    return Home.HOST;
  }

  @Override
  public int port() {
    return home.port();
  }

  @Override
  public String user() {
    return engine.user();
  }

  @Override
  public String password() {
    return Engine.PASSWORD;
  }

  @Override
  public String database() {
    return engine.database();
  }

  @Override
  public String url() {
    return url(engine.user(), Engine.PASSWORD);
  }

  @Override
  public String adminUrl() {
    return url(engine.admin(), engine.adminPassword());
  }

  private String url(String user, String password) {
    return "%s://%s@%s:%d/%s"
        .formatted(
            engine.scheme(home.options().tls()),
            engine.userInfo(user, password),
            host(),
            port(),
            database());
  }

  @Override
  public synchronized void kill() {
    refuseIfShared("kill");
    ProcessTree.kill(process);
  }

  @Override
  public synchronized void stop() {
    refuseIfShared("stop");
    ProcessTree.signal("CONT", process);
    Commands.signal(engine.stopSignal(), List.of(process.pid()));
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failure("did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was not awaited while it stopped");
    }
  }

  @Override
  public synchronized void start() {
    if (process.isAlive()) {
      throw new IllegalStateException(this + " runs already; stop or kill it first");
    }
    try {
      process = launch(engine, home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  @Override
  public synchronized void pause() {
    refuseIfShared("pause");
    ProcessTree.signal("STOP", process);
  }

  @Override
  public synchronized void resume() {
    ProcessTree.signal("CONT", process);
  }

  @Override
  public synchronized long pid() {
    return process.pid();
  }

  @Override
  public synchronized boolean running() {
    return process.isAlive();
  }

  @Override
  public Path dataDirectory() {
    return home.data();
  }

  @Override
  public Path log() {
    return home.log();
  }

  @Override
  public Optional<Path> certificateAuthority() {
    try {
      return home.certificate().map(Certificate::authority);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    if (!shared) {
      end();
    }
  }

  static void endAll() {
    OPEN.forEach(LocalServer::end);
  }

  private void end() {
    ProcessTree.kill(process);
    if (OPEN.remove(this)) {
      RunDirectory.delete(home.directory());
      lease.close();
    }
  }

  @Override
  public String toString() {
    return "%s %s on port %d".formatted(type(), version(), port());
  }

  private static Process launch(Engine engine, Home home) throws IOException {
    return Commands.launch(engine.command(home), engine.environment(), home.log());
  }

  private void awaitAnswer() {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!answers()) {
      if (!process.isAlive()) {
        throw failure("ended with " + process.exitValue());
      }
      if (Instant.now().isAfter(deadline)) {
        throw failure("did not answer within " + PATIENCE);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private boolean answers() {
    try {
      return engine.answers(home, process.pid());
    } catch (IOException notYet) {
      return false;
    }
  }

  private IllegalStateException failure(String what) {
    ProcessTree.kill(process);
    return new IllegalStateException(this + " " + what + ":\n" + Commands.tail(home.log()));
  }

  private void refuseIfShared(String what) {
    if (shared) {
      throw new IllegalStateException(
          "Other tests use the shared %s; %s a fresh one instead".formatted(this, what));
    }
  }
}
