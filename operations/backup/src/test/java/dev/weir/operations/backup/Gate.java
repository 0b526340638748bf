package dev.weir.operations.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place in the work of another thread at which it waits until it is let on. */
final class Gate {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /** The other thread comes by; what waits in vain can be interrupted. */
  void pass() throws InterruptedIOException {
    reached.countDown();
    try {
      open.await();
    } catch (InterruptedException interrupted) {
      throw new InterruptedIOException();
    }
  }

  /** Waits until the other thread is there. */
  void reached() throws InterruptedException {
    assertThat(reached.await(5, TimeUnit.MINUTES)).isTrue();
  }

  void open() {
    open.countDown();
  }
}
