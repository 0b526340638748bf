package dev.weir.api;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The same request may succeed later. */
public final class Unavailable extends WeirException {
  private final @Nullable Duration retryAfter;

  Unavailable(
      ErrorCode code,
      String message,
      @Nullable Throwable cause,
      Effect effect,
      @Nullable Duration retryAfter) {
    super(code, message, cause, effect);
    this.retryAfter = retryAfter;
  }

  public static Unavailable because(ErrorCode code, String message) {
    return new Unavailable(code, message, null, Effect.NONE, null);
  }

  public static Unavailable because(ErrorCode code, String message, Throwable cause) {
    return new Unavailable(code, message, cause, Effect.NONE, null);
  }

  public static Unavailable until(ErrorCode code, String message, Duration retryAfter) {
    return new Unavailable(code, message, null, Effect.NONE, retryAfter);
  }

  /** How long to wait before trying again, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
