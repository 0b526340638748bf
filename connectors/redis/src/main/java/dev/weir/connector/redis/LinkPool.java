package dev.weir.connector.redis;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Effect;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Rejected;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a node: at most so many at once, first come first served, the last one used
 * first. A connection that was idle is asked for a PING before it is lent again; one that is too
 * old, was lost or was evicted is replaced. Those beyond the least number are closed when they have
 * been idle for long enough.
 */
final class LinkPool {
  private static final long TRUSTED = Duration.ofMillis(500).toNanos();
  private static final Duration PING_LIMIT = Duration.ofSeconds(1);
  private static final List<byte[]> PING = List.of(Texts.bytes("PING"));

  private final Driver driver;
  private final Permits permits;
  private final Deque<Link> idle = new ArrayDeque<>();
  private final Set<Link> lent = new HashSet<>();
  private Definition.Pool settings;
  private int min;
  private int max;
  private int generation;
  private volatile boolean closed;

  LinkPool(Driver driver, Definition.Pool settings, int min, int max) {
    this.driver = driver;
    this.settings = settings;
    this.min = min;
    this.max = max;
    this.permits = new Permits(max);
  }

  /** Lets the limit shrink below what is lent. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1;

    Permits(int permits) {
      super(permits, true);
    }

    void shrink(int by) {
      reducePermits(by);
    }
  }

  Link take(Deadline deadline) {
    acquire(deadline);
    Link link = null;
    try {
      link = fresh(deadline);
      return link;
    } finally {
      if (link == null) {
        permits.release();
      }
    }
  }

  private void acquire(Deadline deadline) {
    try {
      if (!permits.tryAcquire(patience(deadline), TimeUnit.NANOSECONDS)) {
        PoolStatus status = status();
        throw Unavailable.because(
            CoreError.POOL_EXHAUSTED,
            "All "
                + status.limit()
                + " connections to "
                + driver.node()
                + " are in use, and "
                + status.waiting()
                + " more callers wait.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WeirException.of(
          CoreError.INTERRUPTED,
          "Interrupted while waiting for a connection to " + driver.node() + ".",
          e,
          Effect.NONE);
    }
  }

  private synchronized long patience(Deadline deadline) {
    return Math.min(deadline.remainingNanos(), settings.acquireTimeout().toNanos());
  }

  private Link fresh(Deadline deadline) {
    for (Link link = lend(null); link != null; link = lend(null)) {
      if (alive(link, deadline)) {
        return link;
      }
      forget(link);
    }
    int current;
    synchronized (this) {
      current = generation;
    }
    Link opened = driver.connect(deadline, current);
    lend(opened);
    return opened;
  }

  /** Marks a connection as lent: the one given, or the idle one that was used last. */
  private synchronized @Nullable Link lend(@Nullable Link opened) {
    if (closed) {
      if (opened != null) {
        opened.abort();
      }
      throw Rejected.because(CoreError.CLOSED, "The node " + driver.node() + " is closed.");
    }
    Link link = opened == null ? idle.pollFirst() : opened;
    if (link != null) {
      lent.add(link);
    }
    return link;
  }

  private boolean alive(Link link, Deadline deadline) {
    if (!link.usable() || expired(link)) {
      return false;
    }
    if (System.nanoTime() - link.usedAt < TRUSTED) {
      return true;
    }
    try {
      Deadline soon = deadline.earlier(Deadline.after(PING_LIMIT));
      link.run(PING, soon, Effect.NONE);
      return true;
    } catch (WeirException e) {
      return false;
    }
  }

  private synchronized boolean expired(Link link) {
    return link.generation != generation
        || System.nanoTime() - link.openedAt > settings.maxLifetime().toNanos();
  }

  private synchronized void forget(Link link) {
    lent.remove(link);
    link.abort();
  }

  /** Takes a connection back. */
  void give(Link link) {
    List<Link> surplus = new ArrayList<>();
    synchronized (this) {
      lent.remove(link);
      link.usedAt = System.nanoTime();
      if (!link.usable() || expired(link)) {
        surplus.add(link);
      } else {
        idle.addFirst(link);
      }
      trim(surplus);
    }
    permits.release();
    if (!closed) {
      surplus.forEach(Link::abort);
    }
  }

  private void trim(List<Link> surplus) {
    long before = System.nanoTime() - settings.idleTimeout().toNanos();
    while (idle.size() + lent.size() > max && !idle.isEmpty()) {
      surplus.add(idle.removeLast());
    }
    while (idle.size() + lent.size() > min && !idle.isEmpty() && idle.getLast().usedAt < before) {
      surplus.add(idle.removeLast());
    }
  }

  /** Closes what has been idle for too long. */
  void tend() {
    List<Link> surplus = new ArrayList<>();
    synchronized (this) {
      trim(surplus);
    }
    surplus.forEach(Link::abort);
  }

  synchronized PoolStatus status() {
    return new PoolStatus(lent.size(), idle.size(), permits.getQueueLength(), max);
  }

  synchronized void resize(int newMin, int newMax) {
    if (newMax > max) {
      permits.release(newMax - max);
    } else {
      permits.shrink(max - newMax);
    }
    min = newMin;
    max = newMax;
    List<Link> surplus = new ArrayList<>();
    trim(surplus);
    surplus.forEach(Link::abort);
  }

  synchronized void adopt(Definition.Pool changed) {
    settings = changed;
  }

  synchronized void evict() {
    generation++;
    idle.forEach(Link::abort);
    idle.clear();
  }

  /** Lends nothing more, and lets go of all; the driver closes the connections. */
  synchronized void close() {
    closed = true;
    idle.clear();
    permits.release(Short.MAX_VALUE);
  }
}
