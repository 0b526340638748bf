package dev.weir.api;

/**
 * One entry of an error catalogue. Ids look like {@code AREA-NNN}, are unique, and are never used
 * for another error.
 */
public interface ErrorCode {
  /** The stable id, such as {@code SQL-003}. */
  String id();

  /** Who must act. */
  ErrorKind kind();

  /** True when the same request may succeed if it is sent again unchanged. */
  boolean retryable();

  /** What this error is, in a sentence; for the catalogue. */
  String summary();

  /** What to do next, in a sentence. */
  String nextStep();
}
