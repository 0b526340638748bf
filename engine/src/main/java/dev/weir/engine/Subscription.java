package dev.weir.engine;

import dev.weir.spi.Deadline;
import dev.weir.spi.Listening;
import dev.weir.spi.Node;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The wish to listen to channels, and the connection that does so once the path has opened it. */
final class Subscription {
  private final Set<String> channels;
  private @Nullable Listening listening;

  Subscription(Set<String> channels) {
    this.channels = channels;
  }

  Set<String> channels() {
    return channels;
  }

  void open(Node node, Deadline deadline) {
    listening = node.listen(channels, deadline);
  }

  Listening listening() {
    return Objects.requireNonNull(listening, "the path has not opened it");
  }
}
