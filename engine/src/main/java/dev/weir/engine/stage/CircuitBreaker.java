package dev.weir.engine.stage;

import dev.weir.api.Definition;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leaves a failing node alone for a while. Counts the outcomes of about the last {@code window}
 * requests; opens when enough of them failed; after {@code open} lets one request try, and closes
 * when that succeeds.
 */
public final class CircuitBreaker {
  /** Whether requests go through. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  private volatile Definition.Breaker settings;
  private volatile State state = State.CLOSED;
  private volatile long openedAt;
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicLong probe = new AtomicLong();

  public CircuitBreaker(Definition.Breaker settings) {
    this.settings = settings;
  }

  public void settings(Definition.Breaker changed) {
    settings = changed;
  }

  public State state() {
    return state;
  }

  /** True when a request may go through now. The first one after the pause becomes the trial. */
  boolean tryEnter() {
    if (state == State.CLOSED) {
      return true;
    }
    long now = System.nanoTime();
    long since = openedAt;
    if (now - since < settings.open().toNanos()) {
      return false;
    }
    long last = probe.get();
    // One trial at a time; a trial that never reports gives way to another after a pause of its
    // own.
    if (last - since > 0 && now - last < settings.open().toNanos()) {
      return false;
    }
    if (probe.compareAndSet(last, now)) {
      state = State.HALF_OPEN;
      return true;
    }
    return false;
  }

  /** How long until a request may try. */
  Duration remaining() {
    return Duration.ofNanos(
        Math.max(1, settings.open().toNanos() - (System.nanoTime() - openedAt)));
  }

  void succeeded() {
    if (state != State.CLOSED) {
      reset();
      state = State.CLOSED;
      return;
    }
    if (failed.get() > 0) {
      count();
    }
  }

  void failed() {
    if (state != State.CLOSED) {
      open();
      return;
    }
    int failures = failed.incrementAndGet();
    int requests = count();
    if (requests >= settings.minimumRequests() && failures >= settings.failureRate() * requests) {
      open();
    }
  }

  /** The trial of an open breaker ended without telling that all is well again. */
  void stillFailing() {
    if (state != State.CLOSED) {
      open();
    }
  }

  /** Counts a request; halves both counts when the window is full, so that old outcomes fade. */
  private int count() {
    int requests = total.incrementAndGet();
    if (requests >= settings.window()) {
      total.addAndGet(-requests / 2);
      int failures = failed.get();
      failed.addAndGet(-(failures + 1) / 2);
    }
    return requests;
  }

  private void open() {
    openedAt = System.nanoTime();
    reset();
    state = State.OPEN;
  }

  private void reset() {
    total.set(0);
    failed.set(0);
  }
}
