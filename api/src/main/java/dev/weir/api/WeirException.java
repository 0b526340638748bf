package dev.weir.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of every error that Weir reports. {@link #code()} is stable and says what to do next;
 * the message says what happened and on which database. Messages hold neither statement text nor
 * values.
 */
public abstract sealed class WeirException extends RuntimeException
    permits Rejected, Denied, Unavailable, Failed, Bug {
  private final ErrorCode code;
  private final Effect effect;
  private final Map<String, String> facts = new LinkedHashMap<>();

  WeirException(ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    super(message, cause);
    this.code = code;
    this.effect = effect;
  }

  public ErrorCode code() {
    return code;
  }

  /** Whether the statement that failed is known to have changed nothing. */
  public Effect effect() {
    return effect;
  }

  /** True when the same request may succeed if it is sent again. */
  public boolean retryable() {
    return code.retryable();
  }

  /**
   * What else is known: {@code database}, {@code node}, {@code sqlState}, {@code vendorCode},
   * {@code constraint} …
   */
  public Map<String, String> facts() {
    return Map.copyOf(facts);
  }

  @Nullable String fact(String name) {
    return facts.get(name);
  }

  void addFact(String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      facts.put(name, value);
    }
  }

  /** The message, the code and the next step: what a person should see. */
  public String explanation() {
    return getMessage() + " [" + code.id() + "] " + code.nextStep();
  }

  /** The exception of the kind that {@code code} names. */
  public static WeirException of(
      ErrorCode code, String message, @Nullable Throwable cause, Effect effect) {
    return switch (code.kind()) {
      case REJECTED -> new Rejected(code, message, cause, effect);
      case DENIED -> new Denied(code, message, cause, effect);
      case UNAVAILABLE -> new Unavailable(code, message, cause, effect, null);
      case FAILED -> new Failed(code, message, cause, effect);
      case BUG -> new Bug(code, message, cause, effect);
    };
  }

  /** Adds a fact to an exception and answers it; null and empty values are left out. */
  public static <E extends WeirException> E with(E error, String fact, @Nullable String value) {
    error.addFact(fact, value);
    return error;
  }
}
