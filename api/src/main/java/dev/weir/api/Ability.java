package dev.weir.api;

/**
 * Something an engine may or may not be able to do; asking for one it lacks is refused with {@code
 * WEIR-004}.
 */
public enum Ability {
  /** Statements in SQL, with named and positional parameters. */
  SQL,
  /** Several statements that succeed or fail together. */
  TRANSACTIONS,
  /** Isolation levels other than the engine's default. */
  ISOLATION_LEVELS,
  /** Named points inside a transaction to which it can return. */
  SAVEPOINTS,
  /** Stored procedures and functions with IN, OUT and INOUT parameters. */
  PROCEDURES,
  /** Procedures that answer with cursors. */
  CURSOR_PARAMETERS,
  /** Many sets of parameters for one statement in one round trip. */
  BATCHES,
  /** Keys that the database made for inserted rows. */
  GENERATED_KEYS,
  /** Description of schemas, tables, columns, keys and indexes. */
  SCHEMA,
  /** A statement can be stopped on the server. */
  CANCEL,
  /** A session can be opened in which the server itself refuses writes. */
  READ_ONLY,
  /** Encrypted connections. */
  TLS,
  /** A tenant can be bound to a transaction, so that the server filters rows by it. */
  TENANT_BINDING,
  /** Values of type ARRAY can be bound and read. */
  ARRAYS,
  /** Channels that can be listened to, and the notifications that others send to them. */
  NOTIFICATIONS,
  /** Rows can be copied in and out as one stream in a format of the engine's own. */
  BULK_COPY
}
