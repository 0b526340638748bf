package dev.weir.api;

/** How far a transaction is shielded from others, as in SQL:2023. */
public enum Isolation {
  /** What the database does when nothing is said. */
  DEFAULT,
  READ_UNCOMMITTED,
  READ_COMMITTED,
  REPEATABLE_READ,
  SERIALIZABLE
}
