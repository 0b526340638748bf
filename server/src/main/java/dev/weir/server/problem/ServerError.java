package dev.weir.server.problem;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors that the server itself reports ({@code SERVER-…}). */
public enum ServerError implements ErrorCode, Answered {
  ALREADY_RUNNING(
      "SERVER-001",
      ErrorKind.FAILED,
      "Another server runs in this home.",
      "Stop it with `weir down`, or give this one a home of its own with WEIR_HOME."),
  PORT_TAKEN(
      "SERVER-002",
      ErrorKind.FAILED,
      "The port is taken by another program.",
      "Choose another with --port, or 0 for any that is free."),
  STORE_UNREACHABLE(
      "SERVER-003",
      ErrorKind.FAILED,
      "The store cannot be reached.",
      "Check the URL of --store, that the server runs, and user and password."),
  STORE_VERSION(
      "SERVER-004",
      ErrorKind.FAILED,
      "The store is not a PostgreSQL that Weir can use.",
      "Name a PostgreSQL 14 or newer with --store."),
  EMBEDDED_STORE(
      "SERVER-005",
      ErrorKind.FAILED,
      "The embedded store did not start.",
      "See the store's log that the message names, or use another PostgreSQL with --store."),
  STORE_SCHEMA(
      "SERVER-006",
      ErrorKind.FAILED,
      "The store's schema could not be brought up to date.",
      "See the message; a store of a newer Weir needs that Weir."),
  PLATFORM(
      "SERVER-007",
      ErrorKind.FAILED,
      "There is no embedded store for this platform.",
      "Name a PostgreSQL with --store."),
  USAGE(
      "SERVER-008",
      ErrorKind.REJECTED,
      "The server was started with options that make no sense.",
      "Correct the option that the message names."),
  UNKNOWN_PATH(
      "SERVER-009",
      ErrorKind.REJECTED,
      404,
      "There is nothing at this path.",
      "See /v1/openapi.json for the paths there are."),
  METHOD(
      "SERVER-010",
      ErrorKind.REJECTED,
      405,
      "This path does not know the method.",
      "Use one of the methods that the Allow header names."),
  BODY(
      "SERVER-011",
      ErrorKind.REJECTED,
      400,
      "The body of the request cannot be understood.",
      "Send the JSON that /v1/openapi.json describes; the message names the place."),
  BODY_TOO_LARGE(
      "SERVER-012",
      ErrorKind.REJECTED,
      413,
      "The body of the request is too large.",
      "Send less at once; load large data in batches."),
  MEDIA_TYPE(
      "SERVER-013",
      ErrorKind.REJECTED,
      415,
      "The body is of a type that is not understood.",
      "Send application/json."),
  NOT_ACCEPTABLE(
      "SERVER-014",
      ErrorKind.REJECTED,
      406,
      "None of the accepted formats can be written.",
      "Accept one of the formats that the message lists."),
  REQUEST(
      "SERVER-015",
      ErrorKind.REJECTED,
      400,
      "A part of the request makes no sense.",
      "Correct what the message names."),
  PRECONDITION_NEEDED(
      "SERVER-016",
      ErrorKind.REJECTED,
      428,
      "A change must say which version it is of.",
      "Read the definition, and send its ETag as If-Match."),
  PRECONDITION_FAILED(
      "SERVER-017",
      ErrorKind.REJECTED,
      412,
      "Somebody else has changed it meanwhile.",
      "Read it again, and make the change on what it is now."),
  KEY_REUSED(
      "SERVER-018",
      ErrorKind.REJECTED,
      422,
      "The Idempotency-Key was used for another request.",
      "Use a new key for each request."),
  KEY_IN_USE(
      "SERVER-019",
      ErrorKind.UNAVAILABLE,
      409,
      "A request with this Idempotency-Key is under way, or was cut short.",
      "Wait for its end; where the server was restarted meanwhile, check whether it took effect."),
  DEFINED(
      "SERVER-020",
      ErrorKind.REJECTED,
      409,
      "A database of this name exists already.",
      "Choose another name, or change the one that is there."),
  IN_FILE(
      "SERVER-021",
      ErrorKind.REJECTED,
      409,
      "The definition stands in weir.yaml, which the server only reads.",
      "Change the file; the server takes it at once."),
  UNKNOWN_OPERATION(
      "SERVER-022",
      ErrorKind.REJECTED,
      404,
      "There is no such operation.",
      "List them with GET /v1/operations."),
  OPERATION_ENDED(
      "SERVER-023",
      ErrorKind.REJECTED,
      409,
      "The operation has ended already.",
      "Nothing; read its result."),
  CURSOR(
      "SERVER-024",
      ErrorKind.REJECTED,
      400,
      "The cursor is not one that the server gave.",
      "Follow the Link header, or begin without a cursor."),
  STORE_DOWN(
      "SERVER-025",
      ErrorKind.UNAVAILABLE,
      503,
      "The store of this server does not answer.",
      "Wait until it is back; queries of databases go on without it."),
  STORE_FULL(
      "SERVER-026",
      ErrorKind.UNAVAILABLE,
      503,
      "The store of this server has run out of room or of another resource.",
      "Free or add space where the store lives; queries of databases go on without it.");

  private final Entry entry;
  private final int status;

  ServerError(String id, ErrorKind kind, String summary, String nextStep) {
    this(id, kind, 500, summary, nextStep);
  }

  ServerError(String id, ErrorKind kind, int status, String summary, String nextStep) {
    this.entry = new Entry(id, kind, summary, nextStep);
    this.status = status;
  }

  @Override
  public Entry entry() {
    return entry;
  }

  @Override
  public int status() {
    return status;
  }
}
