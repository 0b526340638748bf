package dev.weir.engine;

import dev.weir.api.Definition;
import dev.weir.api.Health.PoolStatus;
import dev.weir.spi.Node;

/** Grows a pool while requests wait for it and shrinks it when it has been idle for a while. */
final class PoolSizer {
  private static final int QUIET_SECONDS = 60;
  private static final int START = 10;

  private final Node node;
  private int least;
  private int most;
  private int limit;
  private int quiet;
  private boolean on;

  PoolSizer(Node node, Definition.Pool pool) {
    this.node = node;
    this.least = pool.minSize();
    this.most = pool.maxSize();
  }

  synchronized void bounds(Definition.Pool pool, boolean sizing) {
    least = Math.max(0, pool.minSize());
    most = pool.maxSize();
    on = sizing;
    limit =
        sizing
            ? Math.clamp(limit == 0 ? START : limit, Math.max(1, Math.min(least, most)), most)
            : most;
    node.resize(least, limit);
  }

  synchronized void tend() {
    if (!on) {
      return;
    }
    PoolStatus pool = node.pool();
    // Below the limit they wait for connections that are being opened, and a higher one is no help.
    if (pool.waiting() > 0 && pool.total() >= limit && limit < most) {
      change(
          Math.min(
              most, limit + Math.max(1, Math.max(limit / 2, Math.min(pool.waiting(), limit)))));
      quiet = 0;
    } else if (pool.active() <= limit / 4 && limit > Math.max(least, Math.min(START, most))) {
      if (++quiet >= QUIET_SECONDS) {
        change(Math.max(Math.max(least, Math.min(START, most)), limit * 3 / 4));
        quiet = 0;
      }
    } else {
      quiet = 0;
    }
  }

  private void change(int wanted) {
    limit = wanted;
    node.resize(Math.min(least, limit), limit);
  }
}
