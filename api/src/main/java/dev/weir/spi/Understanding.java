package dev.weir.spi;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a statement's text without asking the server; immutable, and kept by text.
 *
 * @param fingerprint the same for texts that differ only in literals, case of keywords, white space
 *     and comments: 16 hexadecimal digits
 * @param normalized the text with literals replaced by {@code ?}; safe to log
 * @param statements how many statements the text holds; 0 when it is empty
 * @param reads tables read, as written, lower-cased unless quoted; best effort
 * @param writes tables changed, likewise
 * @param nativeText the text to send, with the engine's own markers in place of {@code :name} and
 *     {@code ?}
 * @param parameters one entry for each marker of {@code nativeText}: the name, or null for a
 *     positional one
 * @param pure true when it reads, calls nothing that might have a side effect, and locks nothing:
 *     running it twice is the same as once
 * @param problem why it could not be understood, where {@code kind} is UNKNOWN
 * @param manner by which call it runs
 */
public record Understanding(
    String fingerprint,
    String normalized,
    StatementKind kind,
    int statements,
    Set<String> reads,
    Set<String> writes,
    String nativeText,
    List<@Nullable String> parameters,
    boolean pure,
    @Nullable String problem,
    Manner manner) {
  /** By which call a statement runs. */
  public enum Manner {
    /** By those for rows, counts and batches. */
    PLAIN,
    /** It answers a stream of rows in a format of the engine's own. */
    COPY_OUT,
    /** It takes such a stream. */
    COPY_IN,
    /** It turns its session into a listener, which a shared one must not be. */
    LISTEN
  }

  /** A statement that runs plainly. */
  public Understanding(
      String fingerprint,
      String normalized,
      StatementKind kind,
      int statements,
      Set<String> reads,
      Set<String> writes,
      String nativeText,
      List<@Nullable String> parameters,
      boolean pure,
      @Nullable String problem) {
    this(
        fingerprint,
        normalized,
        kind,
        statements,
        reads,
        writes,
        nativeText,
        parameters,
        pure,
        problem,
        Manner.PLAIN);
  }

  /** The same statement, sent in other words that mean the same to the server. */
  public Understanding sentAs(String text) {
    return new Understanding(
        fingerprint,
        normalized,
        kind,
        statements,
        reads,
        writes,
        text,
        parameters,
        pure,
        problem,
        manner);
  }

  /** True when the parameters have names. */
  public boolean named() {
    return !parameters.isEmpty() && parameters.getFirst() != null;
  }
}
