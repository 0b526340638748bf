package dev.weir.api;

import org.jspecify.annotations.Nullable;

/** A policy said no. */
public final class Denied extends WeirException {
  Denied(ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    super(code, message, cause, effect);
  }

  public static Denied because(ErrorCode code, String message) {
    return new Denied(code, message, null, Effect.NONE);
  }

  public static Denied because(ErrorCode code, String message, Throwable cause) {
    return new Denied(code, message, cause, Effect.NONE);
  }
}
