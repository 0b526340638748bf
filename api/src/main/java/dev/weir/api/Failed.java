package dev.weir.api;

import org.jspecify.annotations.Nullable;

/** The database or the system said no; the cause is kept. */
public final class Failed extends WeirException {
  Failed(ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    super(code, message, cause, effect);
  }

  public static Failed because(ErrorCode code, String message) {
    return new Failed(code, message, null, Effect.NONE);
  }

  public static Failed because(ErrorCode code, String message, Throwable cause) {
    return new Failed(code, message, cause, Effect.NONE);
  }
}
