package dev.weir.server.backup;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.WeirException;
import dev.weir.backups.HomeBackups;
import dev.weir.operations.backup.Job;
import dev.weir.server.audit.Audit;
import dev.weir.server.operation.Operation;
import dev.weir.server.operation.Operations;
import dev.weir.server.operation.Progress;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Does work on backups as operations: progress, estimate and cancel, and how each ended in the
 * audit.
 */
@Component
final class BackupWork {
  private static final Logger LOG = LoggerFactory.getLogger(BackupWork.class);
  private static final long TICK = 500;

  private final ServerBackups backups;
  private final Operations operations;
  private final Audit audit;
  private final Outcomes outcomes;

  BackupWork(ServerBackups backups, Operations operations, Audit audit, Outcomes outcomes) {
    this.outcomes = outcomes;
    this.backups = backups;
    this.operations = operations;
    this.audit = audit;
  }

  /**
   * What is done.
   *
   * @param <T> what it finds, told as JSON
   */
  @FunctionalInterface
  interface Task<T> {
    T run(HomeBackups home, Job job);
  }

  /** Begins it, and returns at once. */
  Operation start(String kind, String target, Task<?> task) {
    return operations.start(
        kind, target, progress -> told(kind, target, () -> done(kind, target, task, progress)));
  }

  /** The same; a failure is told to nobody, as whoever has begun it may try again. */
  Operation startQuietly(String kind, String target, Task<?> task) {
    return operations.start(
        kind,
        target,
        progress -> {
          Object result = done(kind, target, task, progress);
          outcomes.succeeded(kind, target, result);
          return result;
        });
  }

  /** Does what is soon done, told in the audit alone. */
  <T> T change(String kind, String target, Task<T> task) {
    return audit.during(kind, target, () -> backups.with(home -> task.run(home, new Job())));
  }

  private <T> T told(String kind, String target, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (WeirException failed) {
      if (failed.code() != CoreError.CANCELLED) {
        outcomes.failed(kind, target, failed.explanation());
      }
      throw failed;
    }
    outcomes.succeeded(kind, target, result);
    return result;
  }

  private <T> T done(String kind, String target, Task<T> task, Progress progress) {
    Job job = new Job();
    Runnable cancel = job::cancel;
    Cancellation cancellation = Objects.requireNonNull(Cancellation.current());
    cancellation.begin(cancel);
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofVirtual().name("weir-progress").start(() -> tell(job, progress, ended));
    try {
      return audit.during(kind, target, () -> backups.with(home -> task.run(home, job)));
    } finally {
      ended.countDown();
      cancellation.end(cancel);
    }
  }

  /** Tells how far it is, and learns on the way whether it shall be cancelled. */
  private static void tell(Job job, Progress progress, CountDownLatch ended) {
    Job.@Nullable Progress before = null;
    try {
      while (!ended.await(TICK, TimeUnit.MILLISECONDS)) {
        Job.Progress now = job.progress();
        if (before == null || !now.step().equals(before.step()) || now.done() != before.done()) {
          progress.amount(
              now.step(),
              new Progress.Amount(now.done(), now.expected(), now.remaining().orElse(null)));
        }
        before = now;
      }
    } catch (InterruptedException | WeirException over) {
      LOG.debug("No more progress is told", over);
    } catch (DataAccessException unreachable) {
      LOG.warn("The progress could not be told: {}", unreachable.getMessage());
    }
  }
}
