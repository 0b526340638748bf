package dev.weir.api;

import org.jspecify.annotations.Nullable;

/** Weir itself is at fault; please report it with the correlation id. */
public final class Bug extends WeirException {
  Bug(ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    super(code, message, cause, effect);
  }

  public static Bug because(ErrorCode code, String message) {
    return new Bug(code, message, null, Effect.NONE);
  }

  public static Bug because(ErrorCode code, String message, Throwable cause) {
    return new Bug(code, message, cause, Effect.NONE);
  }
}
