package dev.weir.server.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The embedded PostgreSQL, running as a child process. */
final class PostgresProcess {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(30);

  /** How long the children of a killed server may take to let go of its shared memory. */
  private static final Duration ORPHANS = Duration.ofSeconds(10);

  private final Process process;

  private PostgresProcess(Process process) {
    this.process = process;
  }

  /** Starts it and waits until it takes connections. */
  static PostgresProcess start(PostgresCluster cluster) throws IOException {
    Path log = cluster.logs().resolve("store-start.log");
    long began = System.nanoTime();
    while (true) {
      Process process =
          Programs.launch(
              List.of(cluster.runtime().program("postgres"), "-D", cluster.data().toString()), log);
      if (ready(process, cluster.data().resolve("postmaster.pid"))) {
        return new PostgresProcess(process);
      }
      process.destroyForcibly();
      String told = Files.readString(log, StandardCharsets.ISO_8859_1);
      boolean orphans = told.contains("shared memory block");
      if (!orphans || System.nanoTime() - began > ORPHANS.toNanos()) {
        throw new IOException("PostgreSQL did not start; " + log + " says: " + told.strip());
      }
      sleep(200);
    }
  }

  /**
   * The eighth line of the pid file tells the server's state, as {@code pg_ctl --wait} reads it.
   */
  private static boolean ready(Process process, Path file) throws IOException {
    long end = System.nanoTime() + START.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      try {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() >= 8
            && lines.getFirst().equals(Long.toString(process.pid()))
            && lines.get(7).startsWith("ready")) {
          return true;
        }
      } catch (NoSuchFileException notYet) {
        // it comes
      }
      sleep(10);
    }
    return false;
  }

  long pid() {
    return process.pid();
  }

  /**
   * Shuts it down in order: what was committed is on disk, and the next start needs no recovery.
   */
  void stop() throws IOException {
    for (String signal : List.of("INT", "QUIT")) {
      Programs.signal(signal, process.pid());
      try {
        if (process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static void sleep(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
