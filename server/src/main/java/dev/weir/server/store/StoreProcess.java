package dev.weir.server.store;

import dev.weir.runtime.postgresql.PostgresProcess;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store's process; where it ends by itself, as it does when the disk has no room for
 * its log, it is started again until it stays.
 */
final class StoreProcess {
  private static final Logger LOG = LoggerFactory.getLogger(StoreProcess.class);
  private static final long AGAIN_MILLIS = 2_000;

  private final Starter starter;
  private volatile PostgresProcess process;
  private volatile boolean stopping;

  private StoreProcess(Starter starter, PostgresProcess process) {
    this.starter = starter;
    this.process = process;
  }

  /** Starts the process and waits until it takes writes. */
  interface Starter {
    PostgresProcess start() throws IOException;
  }

  static StoreProcess start(Starter starter) throws IOException {
    StoreProcess running = new StoreProcess(starter, starter.start());
    Thread.ofPlatform().daemon().name("weir-store").start(running::keep);
    return running;
  }

  private void keep() {
    try {
      while (!stopping) {
        ProcessHandle.of(process.pid()).ifPresent(handle -> handle.onExit().join());
        if (!stopping) {
          LOG.error("The store ended by itself; it is started again");
          again();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void again() throws InterruptedException {
    while (!stopping && !process.alive()) {
      try {
        PostgresProcess next = starter.start();
        process = next;
        if (stopping) {
          next.stop();
        }
        LOG.info("The store runs again");
      } catch (IOException e) {
        LOG.error("The store does not start: {}", e.getMessage());
        TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** Shuts it down in order. */
  void stop() throws IOException {
    stopping = true;
    process.stop();
  }
}
