package dev.weir.api;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Stops the requests that run in its scope, from another thread: each is cancelled on the server,
 * and its caller gets {@code WEIR-022}. Requests that begin later in the scope are refused with the
 * same code. Thread-safe.
 *
 * <pre>{@code
 * Cancellation cancellation = new Cancellation();
 * onInterrupt(cancellation::cancel);
 * cancellation.call(() -> database.query("select pg_sleep(60)").list(row -> row.text(0)));
 * }</pre>
 */
public final class Cancellation {
  private static final ScopedValue<Cancellation> CURRENT = ScopedValue.newInstance();

  private final Set<Runnable> running = ConcurrentHashMap.newKeySet();
  private volatile boolean cancelled;

  /** The cancellation of the scope that runs now; null where there is none. */
  public static @Nullable Cancellation current() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /** Stops what runs in the scope. Returns without waiting for it. */
  public void cancel() {
    cancelled = true;
    running.forEach(Runnable::run);
  }

  public boolean cancelled() {
    return cancelled;
  }

  /** Runs {@code work} in the scope and answers what it answers. */
  public <T> T call(Callable<T> work) throws Exception {
    return ScopedValue.where(CURRENT, this).call(work::call);
  }

  /** Tells how to stop a piece of work; done at once where it is cancelled already. */
  public void begin(Runnable stop) {
    running.add(stop);
    if (cancelled) {
      stop.run();
    }
  }

  /** The piece of work has ended. */
  public void end(Runnable stop) {
    running.remove(stop);
  }
}
