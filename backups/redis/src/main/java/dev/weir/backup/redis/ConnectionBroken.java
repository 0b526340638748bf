package dev.weir.backup.redis;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The conversation with a server has ended before its time. */
final class ConnectionBroken extends IOException {
  private static final long serialVersionUID = 1;

  ConnectionBroken(String message, @Nullable IOException cause) {
    super(message, cause);
  }
}
