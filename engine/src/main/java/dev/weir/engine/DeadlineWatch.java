package dev.weir.engine;

import dev.weir.spi.Deadline;
import dev.weir.spi.Session;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Ends what takes too long: first by asking the server to cancel, then, when that does not help, by
 * cutting the connection. One thread looks at all attempts under way every few milliseconds, so
 * that an attempt costs two writes.
 */
final class DeadlineWatch implements AutoCloseable {
  private static final int SLOTS = 1024;
  private static final long TICK = 5_000_000;
  private static final long LEAST_GRACE = 20_000_000;
  private static final long MOST_GRACE = 1_000_000_000;

  private final AtomicReferenceArray<@Nullable Attempt> slots = new AtomicReferenceArray<>(SLOTS);
  private final ConcurrentHashMap<Attempt, Boolean> overflow = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean asleep;

  DeadlineWatch() {
    thread = Thread.ofPlatform().name("weir-deadlines").daemon().start(this::watch);
  }

  /** An attempt that is being watched. */
  static final class Attempt {
    private final boolean wholeRequest;
    private final long allowedToWait;
    private final long usual;
    private long began;
    private volatile long allowed;
    private volatile long at;
    private volatile @Nullable Session session;
    private volatile boolean expired;
    private volatile boolean cancelled;
    private boolean aborted;
    private int slot;
    private volatile boolean waiting = true;
    private long seenWaits;
    private long waits;

    private Attempt(long at, long allowed, long usual, boolean wholeRequest, long allowedToWait) {
      this.at = at;
      this.allowed = allowed;
      this.usual = usual;
      this.wholeRequest = wholeRequest;
      this.allowedToWait = allowedToWait;
    }

    /**
     * It has its session: what the statement may usually take counts from here. Answers the new
     * limit, or null where the old one comes first.
     */
    @Nullable Deadline begin(Session with) {
      began = System.nanoTime();
      session = with;
      if (usual >= at - began || expired) {
        return null;
      }
      allowed = usual;
      at = began + usual;
      if (cancelled) {
        at = began;
      }
      return Deadline.at(began + usual, usual);
    }

    /** When it had its session; {@code otherwise} where it never asked for one. */
    long began(long otherwise) {
      return began == 0 ? otherwise : began;
    }

    boolean expired() {
      return expired;
    }

    /** Asks that it be ended as if its time had run out now. */
    void cancel() {
      cancelled = true;
      at = System.nanoTime();
    }

    boolean cancelled() {
      return cancelled;
    }

    boolean cut() {
      return aborted;
    }

    long allowed() {
      return allowed;
    }

    /** The consumer asks for the next row and waits for it. */
    void enter() {
      waits++;
      waiting = true;
    }

    void leave() {
      waiting = false;
    }
  }

  /**
   * Watches an attempt until {@link #forget}.
   *
   * @param usual nanoseconds that it may take once it has a session; {@link Long#MAX_VALUE} for as
   *     long as it is allowed
   * @param wholeRequest true when the limit counts for all rows together rather than for each wait
   * @param allowedToWait nanoseconds for each wait for more rows, where it does not
   */
  Attempt watch(long at, long allowed, long usual, boolean wholeRequest, long allowedToWait) {
    Attempt attempt = new Attempt(at, allowed, usual, wholeRequest, allowedToWait);
    int start = (int) ((Thread.currentThread().threadId() * 0x9E3779B9L) >>> 7) & (SLOTS - 1);
    for (int i = 0; i < 8; i++) {
      int slot = (start + i) & (SLOTS - 1);
      if (slots.get(slot) == null && slots.compareAndSet(slot, null, attempt)) {
        attempt.slot = slot;
        wake();
        return attempt;
      }
    }
    attempt.slot = -1;
    overflow.put(attempt, true);
    wake();
    return attempt;
  }

  private void wake() {
    if (asleep) {
      // One is enough: on a busy machine it takes a while until the thread has its turn.
      asleep = false;
      LockSupport.unpark(thread);
    }
  }

  void forget(Attempt attempt) {
    if (attempt.slot >= 0) {
      slots.compareAndSet(attempt.slot, attempt, null);
    } else {
      overflow.remove(attempt);
    }
  }

  private void watch() {
    int quiet = 0;
    while (!closed) {
      boolean any = look();
      quiet = any ? 0 : quiet + 1;
      asleep = quiet > 20;
      LockSupport.parkNanos(this, quiet > 20 ? TICK * 20 : TICK);
    }
  }

  private boolean look() {
    long now = System.nanoTime();
    boolean any = !overflow.isEmpty();
    for (int i = 0; i < SLOTS; i++) {
      Attempt attempt = slots.get(i);
      if (attempt != null) {
        any = true;
        look(attempt, now);
      }
    }
    overflow.keySet().forEach(attempt -> look(attempt, now));
    return any;
  }

  private static void look(Attempt attempt, long now) {
    if (!attempt.waiting || attempt.aborted) {
      return;
    }
    if (!attempt.wholeRequest
        && !attempt.cancelled
        && attempt.waits > 0
        && !attempt.expired
        && attempt.waits != attempt.seenWaits) {
      attempt.seenWaits = attempt.waits;
      attempt.allowed = attempt.allowedToWait;
      attempt.at = now + attempt.allowed;
    }
    long late = now - attempt.at;
    if (late < 0) {
      return;
    }
    Session session = attempt.session;
    if (!attempt.expired) {
      attempt.expired = true;
      if (session != null) {
        Thread.ofVirtual().name("weir-cancel").start(session::cancel);
      }
    } else if (session != null
        && late > Math.clamp(attempt.allowed / 20, LEAST_GRACE, MOST_GRACE)) {
      attempt.aborted = true;
      Thread.ofVirtual().name("weir-abort").start(session::abort);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
