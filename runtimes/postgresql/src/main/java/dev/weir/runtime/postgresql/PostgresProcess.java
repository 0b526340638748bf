package dev.weir.runtime.postgresql;

import dev.weir.runtime.program.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server that runs as a child process: shut down in order when it is stopped, and by
 * the system should this process be killed.
 */
public final class PostgresProcess implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(30);

  /** How long the children of a killed server may take to let go of its shared memory. */
  private static final Duration ORPHANS = Duration.ofSeconds(10);

  private final Process process;

  private PostgresProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it and waits until it takes writes: where it recovers first, until that is done.
   *
   * @param data its data folder; the settings there name its port
   * @param log gets what it writes to its standard output and error
   * @param patience how long to wait; recovery may take long
   * @throws IOException when it ends or does not answer in time, with the end of the log
   */
  public static PostgresProcess start(
      PostgresInstallation installation, Path data, Path log, Duration patience)
      throws IOException {
    long began = System.nanoTime();
    while (true) {
      Process process =
          installation.serverCommand("postgres").with("-D", data.toString()).serve(log, "INT");
      if (ready(process, data.resolve("postmaster.pid"), patience)) {
        return new PostgresProcess(process);
      }
      process.destroyForcibly();
      String told = tail(log);
      boolean orphans = told.contains("shared memory block");
      if (!orphans || System.nanoTime() - began > ORPHANS.toNanos()) {
        throw new IOException("PostgreSQL did not start; " + log + " says: " + told);
      }
      sleep(200);
    }
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())).strip();
  }

  /**
   * The eighth line of the pid file tells the server's state, as {@code pg_ctl --wait} reads it.
   */
  private static boolean ready(Process process, Path file, Duration patience) throws IOException {
    long end = System.nanoTime() + patience.toNanos();
    while (process.isAlive()
        && System.nanoTime() < end
        && !Thread.currentThread().isInterrupted()) {
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

  public long pid() {
    return process.pid();
  }

  /**
   * Shuts it down in order: what was committed is on disk, and the next start needs no recovery.
   */
  public void stop() throws IOException {
    for (String signal : List.of("INT", "QUIT")) {
      Signals.send(signal, process.pid());
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

  /** Ends it without order and waits, for data that nobody wants any more. */
  @Override
  public void close() {
    try {
      Signals.send("QUIT", process.pid());
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it runs still. */
  public boolean alive() {
    return process.isAlive();
  }

  private static void sleep(long milliseconds) {
    try {
      TimeUnit.MILLISECONDS.sleep(milliseconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
