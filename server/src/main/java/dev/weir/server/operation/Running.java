package dev.weir.server.operation;

import dev.weir.api.Cancellation;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operation that runs in this server. */
final class Running implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(Running.class);

  private final UUID id;
  private final OperationTable table;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch ended = new CountDownLatch(1);

  Running(UUID id, OperationTable table) {
    this.id = id;
    this.table = table;
  }

  UUID id() {
    return id;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  CountDownLatch ended() {
    return ended;
  }

  @Override
  public void step(int step, int steps, String message) {
    LOG.info("{} ({}/{})", message, step, steps);
    heed(table.step(id, step, steps, message));
  }

  @Override
  public void amount(String message, Amount amount) {
    heed(table.amount(id, message, amount));
  }

  /** Another server may have been asked to cancel it. */
  private void heed(boolean cancel) {
    if (cancel) {
      cancellation.cancel();
    }
    if (cancellation.cancelled()) {
      throw Operations.cancelled();
    }
  }
}
