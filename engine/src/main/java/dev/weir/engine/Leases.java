package dev.weir.engine;

import dev.weir.api.Result;
import dev.weir.api.TransactionOptions;
import dev.weir.spi.Invocation;
import dev.weir.spi.Session;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a node that are out, and the place that borrowed each one that does not come
 * back. Taking the place of every borrow would cost more than many a statement, so it is taken only
 * for a while after a session was held for a suspiciously long time; what leaks, leaks again.
 */
public final class Leases {
  private static final Logger LOG = LoggerFactory.getLogger(Leases.class);
  private static final StackWalker WALKER = StackWalker.getInstance();
  private static final int MOST_REPORTS = 50;

  /** Below this threshold somebody is looking for a leak, and every place is taken. */
  private static final long LOOKING = Duration.ofSeconds(2).toNanos();

  /** A session is suspicious when held for this part of the threshold. */
  private static final int SUSPICIOUS = 4;

  /** For how many thresholds places are taken after a suspicion. */
  private static final int ALERT = 10;

  private final String database;
  private final String node;
  private final Set<Lease> out = ConcurrentHashMap.newKeySet();
  private final List<Leak> leaks = new CopyOnWriteArrayList<>();
  private volatile long threshold;
  private volatile boolean placing;
  private long calmAt = System.nanoTime();

  Leases(String database, String node) {
    this.database = database;
    this.node = node;
  }

  /**
   * A session that did not come back in time.
   *
   * @param place the frames that borrowed it, innermost first, outside Weir; empty when it was
   *     borrowed before places were being taken
   */
  public record Leak(
      String node, String thread, List<String> place, Duration held, boolean returned) {}

  /** Reports sessions held longer than this; zero for none. */
  void threshold(Duration changed) {
    threshold = changed.toNanos();
    placing = threshold > 0 && threshold <= LOOKING;
  }

  /** The leaks seen lately, oldest first. */
  public List<Leak> leaks() {
    return List.copyOf(leaks);
  }

  /** How many sessions are out now for longer than the threshold. */
  public long overdue() {
    long limit = threshold;
    long now = System.nanoTime();
    return limit == 0 ? 0 : out.stream().filter(lease -> now - lease.since > limit).count();
  }

  Session watch(Session session) {
    Lease lease = new Lease(session, placing ? place() : null);
    out.add(lease);
    return lease;
  }

  /** Asks the server to stop what runs in each session that is out. */
  void cancel() {
    for (Lease lease : out) {
      Thread.ofVirtual().name("weir-cancel").start(lease::cancel);
    }
  }

  /** Looks for sessions that are out for too long; called every second. */
  void tend() {
    long limit = threshold;
    if (limit == 0) {
      return;
    }
    long now = System.nanoTime();
    for (Lease lease : out) {
      long held = now - lease.since;
      if (held > limit / SUSPICIOUS) {
        calmAt = now + limit * ALERT;
      }
      if (!lease.reported && held > limit) {
        lease.reported = true;
        report(lease, now);
      }
    }
    placing = limit <= LOOKING || calmAt - now > 0;
  }

  private void report(Lease lease, long now) {
    List<String> place = lease.place == null ? List.of() : lease.place;
    Leak leak = new Leak(node, lease.thread, place, Duration.ofNanos(now - lease.since), false);
    if (leaks.size() >= MOST_REPORTS) {
      leaks.removeFirst();
    }
    leaks.add(leak);
    LOG.warn(
        "Database {}, node {}: a session is held for {} s by thread {}; borrowed at {}",
        database,
        node,
        leak.held().toSeconds(),
        leak.thread(),
        place.isEmpty()
            ? "an unknown place (the next one will be known)"
            : String.join(" <- ", place));
  }

  private static List<String> place() {
    return WALKER.walk(frames ->
        frames
            .filter(frame ->
                !frame.getClassName().startsWith("dev.weir.engine.")
                    && !frame.getClassName().startsWith("java."))
            .limit(5)
            .map(frame ->
                frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
            .toList());
  }

  /** A borrowed session that knows since when it is out. */
  private final class Lease implements Session {
    private final Session session;
    private final @Nullable List<String> place;
    private final long since = System.nanoTime();
    private final String thread = Thread.currentThread().getName();
    private volatile boolean reported;

    private Lease(Session session, @Nullable List<String> place) {
      this.session = session;
      this.place = place;
    }

    @Override
    public Result execute(Invocation invocation) {
      return session.execute(invocation);
    }

    @Override
    public long copyOut(String nativeText, boolean readOnly, OutputStream target) {
      return session.copyOut(nativeText, readOnly, target);
    }

    @Override
    public long copyIn(String nativeText, InputStream source) {
      return session.copyIn(nativeText, source);
    }

    @Override
    public void begin(TransactionOptions options) {
      session.begin(options);
    }

    @Override
    public void commit() {
      session.commit();
    }

    @Override
    public void rollback() {
      session.rollback();
    }

    @Override
    public void savepoint(String name) {
      session.savepoint(name);
    }

    @Override
    public void rollbackTo(String savepoint) {
      session.rollbackTo(savepoint);
    }

    @Override
    public void release(String savepoint) {
      session.release(savepoint);
    }

    @Override
    public void bindTenant(String setting, String tenant) {
      session.bindTenant(setting, tenant);
    }

    @Override
    public void cancel() {
      session.cancel();
    }

    @Override
    public void abort() {
      session.abort();
    }

    @Override
    public boolean broken() {
      return session.broken();
    }

    @Override
    public void close() {
      out.remove(this);
      session.close();
    }

    @Override
    public <T> @Nullable T unwrap(Class<T> type) {
      return session.unwrap(type);
    }
  }
}
