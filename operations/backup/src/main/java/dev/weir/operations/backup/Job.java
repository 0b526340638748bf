package dev.weir.operations.backup;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** One piece of work that its owner can watch and cancel. Thread-safe. */
public final class Job implements Work {
  private final long began = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong expected = new AtomicLong();
  private final List<Runnable> stops = new CopyOnWriteArrayList<>();
  private volatile Duration estimate = Duration.ZERO;
  private volatile String step = "";
  private volatile boolean cancelled;

  /**
   * How far it is.
   *
   * @param done bytes of the database that were read or written
   * @param expected bytes in all; 0 while it is not known
   * @param remaining by the progress so far, or by past runs while there is none; empty when
   *     neither tells
   */
  public record Progress(
      String step, long done, long expected, Duration elapsed, Optional<Duration> remaining) {}

  public Progress progress() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
    return new Progress(step, done.get(), expected.get(), elapsed, remaining(elapsed));
  }

  private Optional<Duration> remaining(Duration elapsed) {
    long now = done.get();
    long all = expected.get();
    if (now > 0 && all > 0) {
      double left = Math.max(0, all - now) / (double) now;
      return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * left)));
    }
    Duration left = estimate.minus(elapsed);
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }

  /** What past runs took, for the time until the progress tells. */
  void estimate(Duration byPastRuns) {
    estimate = byPastRuns;
  }

  /** Asks the work to stop, leaving nothing behind. */
  public void cancel() {
    cancelled = true;
    stops.forEach(Runnable::run);
  }

  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public void step(String what) {
    check();
    step = what;
  }

  @Override
  public void advance(long bytes) {
    done.addAndGet(bytes);
  }

  @Override
  public void expect(long bytes) {
    expected.set(bytes);
  }

  @Override
  public void check() {
    if (cancelled || Thread.currentThread().isInterrupted()) {
      throw Rejected.because(
          CoreError.CANCELLED,
          "The work was cancelled" + (step.isEmpty() ? "." : ": " + step + "."));
    }
  }

  @Override
  public void onCancel(Runnable stop) {
    stops.add(stop);
    if (cancelled) {
      stop.run();
    }
  }
}
