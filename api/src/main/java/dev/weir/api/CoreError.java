package dev.weir.api;

/** The errors that Weir itself reports, whatever the engine ({@code WEIR-…}). */
public enum CoreError implements ErrorCode {
  UNKNOWN_DATABASE(
      "WEIR-001",
      ErrorKind.REJECTED,
      false,
      "No database of this name is in the catalog.",
      "List the names with `weir database list`, or give a URL."),
  UNKNOWN_TYPE(
      "WEIR-002",
      ErrorKind.REJECTED,
      false,
      "No connector for this type of database is installed.",
      "Check the type's spelling, or add the connector to the class path."),
  CLOSED(
      "WEIR-003",
      ErrorKind.REJECTED,
      false,
      "It is closed already.",
      "Open it again, and keep it open as long as it is used."),
  NOT_SUPPORTED(
      "WEIR-004",
      ErrorKind.REJECTED,
      false,
      "The engine of this database cannot do this.",
      "Ask `weir database show` what it can do."),
  INVALID_OPTION(
      "WEIR-005",
      ErrorKind.REJECTED,
      false,
      "An option has a value that makes no sense.",
      "Correct the option that the message names."),
  INVALID_TEXT(
      "WEIR-006",
      ErrorKind.REJECTED,
      false,
      "The statement holds a NUL character or is not valid Unicode.",
      "Send valid text, and bind binary data as a parameter."),
  TEXT_TOO_LONG(
      "WEIR-007",
      ErrorKind.REJECTED,
      false,
      "The statement is longer than this database accepts.",
      "Bind large values as parameters, or load them in a batch."),
  EMPTY_STATEMENT(
      "WEIR-008", ErrorKind.REJECTED, false, "The statement is empty.", "Send one statement."),
  SEVERAL_STATEMENTS(
      "WEIR-009",
      ErrorKind.REJECTED,
      false,
      "There are several statements where one is expected.",
      "Send them one at a time, in a transaction if they belong together."),
  PARAMETER_COUNT(
      "WEIR-010",
      ErrorKind.REJECTED,
      false,
      "The number of values differs from the number of parameters.",
      "Bind one value for each parameter."),
  PARAMETER_NAME(
      "WEIR-011",
      ErrorKind.REJECTED,
      false,
      "A named parameter has no value, or a value has no parameter.",
      "Bind the names that the message lists."),
  CONVERSION(
      "WEIR-012",
      ErrorKind.REJECTED,
      false,
      "A value cannot be told as the type that was asked for without loss.",
      "Ask for a type that holds it, or change it in the statement."),
  UNKNOWN_COLUMN(
      "WEIR-013",
      ErrorKind.REJECTED,
      false,
      "The result has no column of this name.",
      "Use one of the names that the message lists."),
  NO_ROWS_EXPECTED(
      "WEIR-014",
      ErrorKind.REJECTED,
      false,
      "The statement answers rows where a count is expected, or the other way round.",
      "Use query for rows, update for changes, execute for either."),
  PARAMETER_TYPE(
      "WEIR-015",
      ErrorKind.REJECTED,
      false,
      "A value is of a class that cannot be bound.",
      "Bind one of the types that the guide lists."),
  TOO_MANY_PARAMETERS(
      "WEIR-016",
      ErrorKind.REJECTED,
      false,
      "There are more parameters than the engine accepts.",
      "Use a batch, or one array parameter."),
  INVALID_URL(
      "WEIR-017",
      ErrorKind.REJECTED,
      false,
      "The URL cannot be understood.",
      "Write it as the examples in the message show."),
  NOT_READ_ONLY(
      "WEIR-018",
      ErrorKind.DENIED,
      false,
      "The statement changes something, or might, where only reading is allowed.",
      "Run it without read-only, with a role that may change data."),
  ROLE(
      "WEIR-019",
      ErrorKind.DENIED,
      false,
      "The caller's role does not allow this.",
      "Ask an administrator for the role that the message names."),
  NOT_UNDERSTOOD(
      "WEIR-020",
      ErrorKind.DENIED,
      false,
      "The statement could not be understood, so it is treated as the most dangerous kind.",
      "Simplify it, or run it as an administrator."),
  DEADLINE(
      "WEIR-021",
      ErrorKind.UNAVAILABLE,
      true,
      "The time for the request ran out.",
      "Give it more time with a timeout, or make the statement faster."),
  CANCELLED(
      "WEIR-022",
      ErrorKind.REJECTED,
      false,
      "The request was cancelled.",
      "Nothing; send it again if it is still wanted."),
  POOL_EXHAUSTED(
      "WEIR-023",
      ErrorKind.UNAVAILABLE,
      true,
      "No connection became free in time.",
      "Look for connections held too long with `weir health`, or raise pool.max-size."),
  BULKHEAD_FULL(
      "WEIR-024",
      ErrorKind.UNAVAILABLE,
      true,
      "The service has used up its share of connections.",
      "Wait, or raise the share of this service."),
  BREAKER_OPEN(
      "WEIR-025",
      ErrorKind.UNAVAILABLE,
      true,
      "The node failed so often that it is left alone for a while.",
      "Wait for the time that the error names; see `weir health` for the cause."),
  NO_NODE(
      "WEIR-026",
      ErrorKind.UNAVAILABLE,
      true,
      "No node of the database can take the request.",
      "See `weir health` for the state of each node."),
  SHUTTING_DOWN(
      "WEIR-027",
      ErrorKind.UNAVAILABLE,
      true,
      "Weir is shutting down and takes no new requests.",
      "Send it to another server node, or again after the restart."),
  TRANSACTION_ENDED(
      "WEIR-028",
      ErrorKind.REJECTED,
      false,
      "The transaction has ended already.",
      "Begin a new one."),
  SECRET_MISSING(
      "WEIR-029",
      ErrorKind.REJECTED,
      false,
      "A secret that the configuration refers to cannot be found.",
      "Set it where the message says, or correct the reference."),
  SECRET_UNREADABLE(
      "WEIR-030",
      ErrorKind.FAILED,
      false,
      "A sealed secret cannot be opened.",
      "Check that the master key is the one that sealed it."),
  CONFIGURATION(
      "WEIR-031",
      ErrorKind.REJECTED,
      false,
      "The configuration has problems.",
      "Mend each problem that the message lists; `weir config check` tells them again."),
  BUG(
      "WEIR-032",
      ErrorKind.BUG,
      false,
      "Weir met a state that it does not know how to handle.",
      "Report it with the correlation id and the log around it."),
  INTERRUPTED(
      "WEIR-033",
      ErrorKind.UNAVAILABLE,
      true,
      "The thread was interrupted while it waited.",
      "Send the request again."),
  TENANT_NEEDED(
      "WEIR-034",
      ErrorKind.DENIED,
      false,
      "This database answers only on behalf of a tenant.",
      "Name the tenant of the request."),
  TRANSACTION_STATEMENT(
      "WEIR-035",
      ErrorKind.REJECTED,
      false,
      "A statement begins or ends a transaction on a shared session.",
      "Use the transaction call, `weir shell`, or the transactions of the API."),
  HOME(
      "WEIR-036",
      ErrorKind.FAILED,
      false,
      "The folder in which Weir keeps its files cannot be used.",
      "Check that WEIR_HOME names a folder that you may write to, and that the disk has room."),
  WRONG_CALL(
      "WEIR-037",
      ErrorKind.REJECTED,
      false,
      "The statement needs another call than the one it was given to.",
      "Use listen for notifications, copyOut for COPY … TO STDOUT, copyIn for COPY … FROM STDIN."),
  STREAM(
      "WEIR-038",
      ErrorKind.FAILED,
      false,
      "The stream that rows are copied from or to broke off.",
      "See its cause; what was copied in is undone, what was copied out is incomplete.");

  private final Entry entry;

  CoreError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
