package dev.weir.runtime.program;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program that runs, with its streams. Closing it ends it with everything that it has started, so
 * use it in a try block; its standard error is read all the time and its end kept for messages.
 */
public final class Running implements AutoCloseable {
  private static final long GRACE_SECONDS = 5;

  private final String name;
  private final Process process;
  private final LastWords words;

  Running(List<String> command, Process process, Consumer<String> listener) {
    this.name = String.valueOf(Path.of(command.getFirst()).getFileName());
    this.process = process;
    this.words = new LastWords(process.getErrorStream(), listener);
  }

  /** The program's standard input. */
  public OutputStream input() {
    return process.getOutputStream();
  }

  /** The program's standard output; must be read, or the program waits. */
  public InputStream output() {
    return process.getInputStream();
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits for its end.
   *
   * @throws ProgramFailure when it did not end with 0
   */
  public void finish() throws IOException {
    int exit = exit();
    if (exit != 0) {
      throw failure(exit);
    }
  }

  /** Waits for its end; answers what it ended with. */
  public int exit() throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("Interrupted while " + name + " ran");
    }
  }

  /** The end of what it has told on its standard error; complete once it has ended. */
  public String told() {
    try {
      return words.text();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Why it failed, when a stream to or from it broke: its own words rather than "broken pipe". */
  public IOException explain(IOException broken) throws IOException {
    try {
      if (process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0) {
        ProgramFailure failure = failure(process.exitValue());
        failure.addSuppressed(broken);
        return failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return broken;
  }

  private ProgramFailure failure(int exit) {
    return new ProgramFailure(name, exit, told());
  }

  /** Ends it, first politely, with everything that it has started. Safe to call from any thread. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    if (process.isAlive()) {
      process.destroy();
      boolean interrupted = Thread.interrupted();
      try {
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    all.forEach(ProcessHandle::destroyForcibly);
    closeQuietly(process.getOutputStream());
    closeQuietly(process.getInputStream());
  }

  private static void closeQuietly(java.io.Closeable stream) {
    try {
      stream.close();
    } catch (IOException gone) {
      // what was not read or written is not wanted any more
    }
  }
}
