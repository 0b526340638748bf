package dev.weir.api;

import org.jspecify.annotations.Nullable;

/** The request is wrong, and will be until the caller changes it. */
public final class Rejected extends WeirException {
  Rejected(ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    super(code, message, cause, effect);
  }

  public static Rejected because(ErrorCode code, String message) {
    return new Rejected(code, message, null, Effect.NONE);
  }

  public static Rejected because(ErrorCode code, String message, Throwable cause) {
    return new Rejected(code, message, cause, Effect.NONE);
  }
}
