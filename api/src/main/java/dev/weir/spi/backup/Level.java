package dev.weir.spi.backup;

/** How much of a database a backup holds. */
public enum Level {
  /** All of it. */
  FULL,
  /** What changed since the last full one. */
  DIFFERENTIAL,
  /** What changed since the last one of whatever level. */
  INCREMENTAL
}
