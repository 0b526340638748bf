package dev.weir.engine.config;

import org.jspecify.annotations.Nullable;

/**
 * Something about a configuration that must or should change.
 *
 * @param path the key, such as {@code databases.patients.pool.max-size}; empty for the whole
 * @param place the file, variable or flag it stands in
 * @param message what is wrong, in a sentence, without secrets
 * @param suggestion what to do about it; null when the message says it
 */
public record Problem(
    Severity severity, String path, Place place, String message, @Nullable String suggestion) {
  /** How much it matters. */
  public enum Severity {
    /** The configuration cannot be used. */
    ERROR,
    /** It works, and is not wise. */
    WARNING
  }

  public int line() {
    return place.line();
  }

  public int column() {
    return place.column();
  }

  /** {@code weir.yaml:3:5: error: databases.a.prot: There is no such key. Did you mean port?} */
  @Override
  public String toString() {
    return place
        + ": "
        + (severity == Severity.ERROR ? "error: " : "warning: ")
        + (path.isEmpty() ? "" : path + ": ")
        + message
        + (suggestion == null ? "" : " " + suggestion);
  }
}
