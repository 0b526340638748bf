package dev.weir.api;

/** What a principal may do; each role includes the ones before it. */
public enum Role {
  /** Runs statements that only read; sees schemas and health. */
  VIEWER,
  /** Also changes rows and calls procedures. */
  DEVELOPER,
  /** Also changes schemas, settings and definitions, and runs operations. */
  OPERATOR,
  /** Also manages users, roles and secrets, and runs what could not be understood. */
  ADMINISTRATOR;

  public boolean includes(Role other) {
    return ordinal() >= other.ordinal();
  }
}
