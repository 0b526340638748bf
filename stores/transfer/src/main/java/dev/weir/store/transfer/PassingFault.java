package dev.weir.store.transfer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A failure that may be gone a moment later, so that the same request is worth another attempt. */
public final class PassingFault extends IOException {
  private static final long serialVersionUID = 1;

  public PassingFault(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
