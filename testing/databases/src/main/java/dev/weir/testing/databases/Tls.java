package dev.weir.testing.databases;

/**
 * What a server offers to clients that want encryption. Clients that do not are served all the
 * same, but by Redis.
 */
public enum Tls {
  /** Nothing; MySQL has a certificate of its own making even so. */
  NONE,
  /** A certificate for 127.0.0.1 and localhost. */
  VALID,
  /** The same, but its time is over. */
  EXPIRED,
  /** A certificate in force, for {@code elsewhere.example}. */
  WRONG_HOST
}
