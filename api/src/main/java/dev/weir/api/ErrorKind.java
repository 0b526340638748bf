package dev.weir.api;

/** Who must act on an error. */
public enum ErrorKind {
  /** The caller: the request is wrong. */
  REJECTED,
  /** Nobody, or an administrator: a policy said no. */
  DENIED,
  /** Time: the same request may succeed later. */
  UNAVAILABLE,
  /** Whoever looks after the database or the system: it said no. */
  FAILED,
  /** Us. */
  BUG
}
