package dev.weir.server.problem;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors that the server itself reports ({@code SERVER-…}). */
public enum ServerError implements ErrorCode {
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
      "Correct the option that the message names.");

  private final String id;
  private final ErrorKind kind;
  private final String summary;
  private final String nextStep;

  ServerError(String id, ErrorKind kind, String summary, String nextStep) {
    this.id = id;
    this.kind = kind;
    this.summary = summary;
    this.nextStep = nextStep;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ErrorKind kind() {
    return kind;
  }

  @Override
  public boolean retryable() {
    return false;
  }

  @Override
  public String summary() {
    return summary;
  }

  @Override
  public String nextStep() {
    return nextStep;
  }
}
