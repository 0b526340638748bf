package dev.weir.cli;

import dev.weir.operations.backup.Job;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One line on a terminal that tells how far long work is; nothing where nobody watches. */
final class BackupProgress implements AutoCloseable {
  private static final int WIDTH = 100;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Job job;
  private final PrintStream err;
  private final Thread thread;

  private BackupProgress(Job job, PrintStream err, boolean watched) {
    this.job = job;
    this.err = err;
    this.thread = Thread.ofVirtual().unstarted(this::tell);
    if (watched) {
      thread.start();
    }
  }

  static BackupProgress of(Cli cli, Job job) {
    return new BackupProgress(job, cli.console().err(), cli.watched());
  }

  private void tell() {
    try {
      while (!ended.await(250, TimeUnit.MILLISECONDS)) {
        err.print("\r" + padded(line(job.progress())));
      }
      err.print("\r" + " ".repeat(WIDTH) + "\r");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String padded(String line) {
    String cut = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
    return cut + " ".repeat(WIDTH - cut.length());
  }

  /** Such as {@code Take the backup: 1.2 GB of 4.0 GB, 85 MB/s, 33 s left}. */
  static String line(Job.Progress progress) {
    StringBuilder line = new StringBuilder(progress.step());
    if (progress.done() > 0) {
      line.append(": ").append(Bytes.text(progress.done()));
      if (progress.expected() > 0) {
        line.append(" of ").append(Bytes.text(progress.expected()));
      }
      long millis = Math.max(1, progress.elapsed().toMillis());
      line.append(", ").append(Bytes.text(progress.done() * 1000 / millis)).append("/s");
    }
    progress.remaining().ifPresent(left -> line.append(", ").append(left(left)).append(" left"));
    return line.toString();
  }

  private static String left(Duration left) {
    long seconds = Math.max(1, left.toSeconds());
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      thread.join(Duration.ofSeconds(1));
    } catch (IllegalThreadStateException notStarted) {
      // Nobody watches.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
