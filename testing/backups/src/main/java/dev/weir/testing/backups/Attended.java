package dev.weir.testing.backups;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.spi.backup.Work;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Work that a test follows and can cancel. */
public final class Attended implements Work {
  public final List<String> steps = new CopyOnWriteArrayList<>();
  public final AtomicLong bytes = new AtomicLong();
  private final List<Runnable> stops = new CopyOnWriteArrayList<>();
  private volatile boolean cancelled;

  public void cancel() {
    cancelled = true;
    stops.forEach(Runnable::run);
  }

  @Override
  public void step(String what) {
    steps.add(what);
  }

  @Override
  public void advance(long more) {
    bytes.addAndGet(more);
  }

  @Override
  public void expect(long all) {}

  @Override
  public void check() {
    if (cancelled) {
      throw Rejected.because(CoreError.CANCELLED, "Cancelled.");
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
