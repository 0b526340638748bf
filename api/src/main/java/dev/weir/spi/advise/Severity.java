package dev.weir.spi.advise;

/** How bad it is, the worst first. */
public enum Severity {
  /** Data may be lost, or the database will stop. */
  CRITICAL,
  /** It costs, or will. */
  WARNING,
  /** Worth doing when there is time. */
  HINT
}
