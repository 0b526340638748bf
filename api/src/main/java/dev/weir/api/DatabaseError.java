package dev.weir.api;

/**
 * What a database says no with, in one vocabulary for all engines; connectors map their vendors'
 * errors to these.
 */
public enum DatabaseError implements ErrorCode {
  SYNTAX(
      "SQL-001",
      ErrorKind.REJECTED,
      false,
      "The database cannot parse the statement.",
      "Correct the statement near the place that the message names."),
  UNKNOWN_OBJECT(
      "SQL-002",
      ErrorKind.REJECTED,
      false,
      "The statement names a table, column, function or key that does not exist.",
      "Check the spelling with `weir schema`, and the schema search path."),
  ALREADY_EXISTS(
      "SQL-003",
      ErrorKind.REJECTED,
      false,
      "An object of this name exists already.",
      "Choose another name, or drop the old one first."),
  UNIQUE_VIOLATION(
      "SQL-004",
      ErrorKind.REJECTED,
      false,
      "A row with this key exists already.",
      "Use another key, or update the row that is there."),
  FOREIGN_KEY_VIOLATION(
      "SQL-005",
      ErrorKind.REJECTED,
      false,
      "The row refers to one that does not exist, or is referred to.",
      "Insert the row that it refers to first, or remove the ones that refer to it."),
  NOT_NULL_VIOLATION(
      "SQL-006",
      ErrorKind.REJECTED,
      false,
      "A column that must have a value got none.",
      "Give the column that the message names a value."),
  CHECK_VIOLATION(
      "SQL-007",
      ErrorKind.REJECTED,
      false,
      "The row breaks a check constraint.",
      "Give values that the constraint allows."),
  EXCLUSION_VIOLATION(
      "SQL-008",
      ErrorKind.REJECTED,
      false,
      "The row conflicts with another under an exclusion constraint.",
      "Choose values that do not overlap."),
  INVALID_VALUE(
      "SQL-009",
      ErrorKind.REJECTED,
      false,
      "A value is out of range or of the wrong form for its column.",
      "Correct the value that the message names."),
  PERMISSION(
      "SQL-010",
      ErrorKind.DENIED,
      false,
      "The database user lacks a privilege.",
      "Grant the privilege to the user of the definition."),
  AUTHENTICATION(
      "SQL-011",
      ErrorKind.DENIED,
      false,
      "The database refused the user or the password.",
      "Check user and secret reference; `weir database test` shows each step."),
  UNKNOWN_DATABASE(
      "SQL-012",
      ErrorKind.REJECTED,
      false,
      "The server has no database of this name.",
      "Correct `database` in the definition, or create it."),
  DEADLOCK(
      "SQL-013",
      ErrorKind.UNAVAILABLE,
      true,
      "The database ended a deadlock by undoing this transaction.",
      "Run the transaction again; take locks in one order to avoid it."),
  SERIALIZATION(
      "SQL-014",
      ErrorKind.UNAVAILABLE,
      true,
      "The transaction conflicts with a concurrent one.",
      "Run the transaction again."),
  LOCK_TIMEOUT(
      "SQL-015",
      ErrorKind.UNAVAILABLE,
      true,
      "A lock was not free in time.",
      "Try again later; see who holds it."),
  STATEMENT_TIMEOUT(
      "SQL-016",
      ErrorKind.UNAVAILABLE,
      true,
      "The database's own time limit ended the statement.",
      "Raise the limit, or make the statement faster."),
  TOO_MANY_CONNECTIONS(
      "SQL-017",
      ErrorKind.UNAVAILABLE,
      true,
      "The server takes no more connections.",
      "Lower pool.max-size of the definitions that use it, or raise the server's limit."),
  READ_ONLY(
      "SQL-018",
      ErrorKind.DENIED,
      false,
      "The database or the transaction is read-only.",
      "Send writes to the primary, without read-only."),
  DISK_FULL(
      "SQL-019",
      ErrorKind.FAILED,
      false,
      "The server has no room left on its disk.",
      "Free or add space on the server."),
  OUT_OF_MEMORY(
      "SQL-020",
      ErrorKind.FAILED,
      false,
      "The server has run out of memory or of another resource.",
      "Lower the load or raise the server's limits."),
  CONNECTION_REFUSED(
      "SQL-021",
      ErrorKind.UNAVAILABLE,
      true,
      "No connection to the server could be opened.",
      "Check host, port, network and that the server runs; `weir database test` names the step."),
  CONNECTION_LOST(
      "SQL-022",
      ErrorKind.UNAVAILABLE,
      true,
      "The connection broke before the statement was sent.",
      "Send it again."),
  CONNECTION_LOST_DURING(
      "SQL-023",
      ErrorKind.UNAVAILABLE,
      false,
      "The connection broke while the statement ran; whether it took effect is not known.",
      "Check whether it took effect before sending it again, or declare it idempotent."),
  SERVER_STARTING(
      "SQL-024",
      ErrorKind.UNAVAILABLE,
      true,
      "The server is starting, stopping or recovering.",
      "Wait a moment and try again."),
  TLS(
      "SQL-025",
      ErrorKind.FAILED,
      false,
      "The encrypted connection could not be set up.",
      "Check the certificate, its dates, its name and the authority in tls.ca."),
  CANCELLED(
      "SQL-026",
      ErrorKind.REJECTED,
      false,
      "The statement was cancelled on the server.",
      "Nothing; send it again if it is still wanted."),
  TRANSACTION_ABORTED(
      "SQL-027",
      ErrorKind.REJECTED,
      false,
      "An earlier error has ended the transaction's work.",
      "Roll back, or return to a savepoint."),
  DATA_CORRUPTED(
      "SQL-028",
      ErrorKind.FAILED,
      false,
      "The database found damaged data.",
      "Stop writing, and restore or repair before going on."),
  NOT_SUPPORTED(
      "SQL-029",
      ErrorKind.REJECTED,
      false,
      "The server does not support this statement or feature.",
      "Use another way, or a newer version of the server."),
  USER_RAISED(
      "SQL-030",
      ErrorKind.REJECTED,
      false,
      "The database's own code raised this error.",
      "See its message."),
  PROTOCOL(
      "SQL-031",
      ErrorKind.FAILED,
      false,
      "The answer is not what this engine would send.",
      "Check that host and port are those of a server of this type."),
  LIMIT_EXCEEDED(
      "SQL-032",
      ErrorKind.REJECTED,
      false,
      "The statement exceeds a limit of the server.",
      "Make it smaller."),
  OTHER(
      "SQL-099",
      ErrorKind.FAILED,
      false,
      "The database reported an error that has no place in this list.",
      "See the database's own message and code.");

  private final Entry entry;

  DatabaseError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
