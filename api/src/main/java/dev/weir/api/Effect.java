package dev.weir.api;

/** What is known about a statement that failed. */
public enum Effect {
  /** It changed nothing: it never ran, or the database undid it. */
  NONE,
  /** The connection broke before the answer came; whether it took effect is not known. */
  UNKNOWN
}
