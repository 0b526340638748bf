package dev.weir.operations.backup;

import dev.weir.api.WeirException;
import dev.weir.operations.backup.stream.StorageFailure;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs what a method does, and tells what it throws in the words of the catalogue. */
final class Guarded {
  private Guarded() {}

  interface Body<T> {
    T run() throws IOException;
  }

  /**
   * @param storage what the storage failed with, if it did; it is the reason then
   */
  static <T> T run(
      Job job,
      String method,
      String database,
      Supplier<Optional<WeirException>> storage,
      Body<T> body) {
    Interruption interruption = new Interruption(Thread.currentThread());
    job.onCancel(interruption::now);
    try {
      T result = body.run();
      job.check();
      return result;
    } catch (IOException | RuntimeException failed) {
      // A cancel breaks whatever is under way, in ways that say nothing of it.
      if (job.isCancelled()) {
        job.check();
      }
      throw storage.get().orElseGet(() -> translated(failed, method, database));
    } finally {
      interruption.end(job);
    }
  }

  /** Interrupts the thread that works, and no later than it works. */
  private static final class Interruption {
    private final Thread worker;
    private boolean ended;

    Interruption(Thread worker) {
      this.worker = worker;
    }

    synchronized void now() {
      if (!ended) {
        worker.interrupt();
      }
    }

    synchronized void end(Job job) {
      ended = true;
      if (job.isCancelled()) {
        // What follows is tidying up, which an interrupt would break off.
        Thread.interrupted();
      }
    }
  }

  private static WeirException translated(Exception failed, String method, String database) {
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof WeirException known) {
        return known;
      }
    }
    BackupError error =
        StorageFailure.isFull(failed) ? BackupError.STORAGE_FULL : BackupError.METHOD_FAILED;
    return error.because(
        "The backup method " + method + " failed on " + database + ": " + failed.getMessage(),
        failed);
  }
}
