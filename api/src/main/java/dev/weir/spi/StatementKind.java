package dev.weir.spi;

/** What a statement may do, by the worst part of it. */
public enum StatementKind {
  /** It only reads. */
  READ,
  /** It changes rows or keys. */
  WRITE,
  /** It runs the database's own code, which may do anything that its owner may. */
  CALL,
  /** It begins, ends or marks a transaction. */
  TRANSACTION,
  /** It changes tables, indexes or other objects. */
  SCHEMA,
  /** It changes settings, privileges or the server. */
  CONTROL,
  /** It reaches files or programs on the server's own machine. */
  SERVER,
  /** It could not be understood, so it is treated as the most dangerous kind. */
  UNKNOWN;

  /** The worse of the two. */
  public StatementKind worse(StatementKind other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
