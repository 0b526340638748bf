package dev.weir.spi.backup;

/**
 * One thing that a backup or a restore needs, and whether it is there.
 *
 * @param name such as {@code pg_dump}
 * @param finding what was found, in a sentence
 * @param mend what to do about it, in a sentence; empty when it is fine
 */
public record Requirement(String name, State state, String finding, String mend) {
  /** Whether the work can go on. */
  public enum State {
    OK,
    /** It can, and somebody should know. */
    WARNING,
    /** It cannot. */
    MISSING
  }

  public static Requirement ok(String name, String finding) {
    return new Requirement(name, State.OK, finding, "");
  }

  public static Requirement warning(String name, String finding, String mend) {
    return new Requirement(name, State.WARNING, finding, mend);
  }

  public static Requirement missing(String name, String finding, String mend) {
    return new Requirement(name, State.MISSING, finding, mend);
  }
}
