package dev.weir.api;

/**
 * One entry of an error catalogue. Ids look like {@code AREA-NNN}, are unique, and are never used
 * for another error. A catalogue is an enum whose constants each hold their {@link Entry}; others
 * give the five accessors instead.
 */
public interface ErrorCode {
  /** What the catalogue says of this error. */
  default Entry entry() {
    return new Entry(id(), kind(), retryable(), summary(), nextStep());
  }

  /** The stable id, such as {@code SQL-003}. */
  default String id() {
    return entry().id();
  }

  /** Who must act. */
  default ErrorKind kind() {
    return entry().kind();
  }

  /** True when the same request may succeed if it is sent again unchanged. */
  default boolean retryable() {
    return entry().retryable();
  }

  /** What this error is, in a sentence; for the catalogue. */
  default String summary() {
    return entry().summary();
  }

  /** What to do next, in a sentence. */
  default String nextStep() {
    return entry().nextStep();
  }

  /** A row of the catalogue. */
  record Entry(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    /** A row that is retryable where its kind says so: {@link ErrorKind#UNAVAILABLE}. */
    public Entry(String id, ErrorKind kind, String summary, String nextStep) {
      this(id, kind, kind == ErrorKind.UNAVAILABLE, summary, nextStep);
    }
  }
}
