package dev.weir.spi.backup;

/**
 * What a check of a restored database has found.
 *
 * @param check such as {@code amcheck}
 * @param detail what is wrong, or what was looked at, or why it could not be; in a sentence
 */
public record Finding(String check, String object, Outcome outcome, String detail) {
  /** How a check ended; what was skipped is not fine. */
  public enum Outcome {
    OK,
    FAILED,
    SKIPPED
  }
}
