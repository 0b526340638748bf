package dev.weir.operations.notify;

import dev.weir.api.WeirException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notice on one channel.
 *
 * @param attempts how often it was tried
 * @param error why it did not arrive; null when the receiver took it
 */
public record Delivery(String channel, int attempts, @Nullable WeirException error) {
  public boolean arrived() {
    return error == null;
  }
}
