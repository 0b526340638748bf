package dev.weir.backup.postgresql;

import dev.weir.spi.backup.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/** Pieces of work, some at once, in order; the first failure stops the others. */
final class Workers {
  /**
   * No virtual threads: pg_dump writes a few rows at a time, and a virtual thread pays for each
   * read of a pipe.
   */
  private static final ThreadFactory WORKERS =
      Thread.ofPlatform().daemon().name("weir-backup-", 1).factory();

  private Workers() {}

  static <T> List<T> run(int jobs, Work work, List<? extends Callable<T>> pieces) throws Exception {
    if (jobs == 1 || pieces.size() < 2) {
      List<T> answers = new ArrayList<>();
      for (Callable<T> piece : pieces) {
        work.check();
        answers.add(piece.call());
      }
      return answers;
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(jobs, WORKERS)) {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> piece : pieces) {
        futures.add(workers.submit(() -> checked(workers, work, piece)));
      }
      return answers(workers, futures);
    }
  }

  private static <T> T checked(ExecutorService workers, Work work, Callable<T> piece)
      throws Exception {
    try {
      work.check();
      return piece.call();
    } catch (Exception e) {
      workers.shutdownNow();
      throw e;
    }
  }

  private static <T> List<T> answers(ExecutorService workers, List<Future<T>> futures)
      throws Exception {
    List<T> answers = new ArrayList<>();
    Exception first = null;
    for (Future<T> future : futures) {
      try {
        if (first == null || future.isDone()) {
          answers.add(future.get());
        }
      } catch (ExecutionException e) {
        Exception cause = e.getCause() instanceof Exception known ? known : e;
        first = first == null || first instanceof java.io.InterruptedIOException ? cause : first;
        workers.shutdownNow();
      } catch (InterruptedException e) {
        workers.shutdownNow();
        throw e;
      }
    }
    if (first != null) {
      throw first;
    }
    return answers;
  }
}
