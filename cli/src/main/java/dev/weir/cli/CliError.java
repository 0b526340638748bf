package dev.weir.cli;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors of the command line itself ({@code CLI-…}). */
enum CliError implements ErrorCode {
  USAGE(
      "CLI-001",
      ErrorKind.REJECTED,
      false,
      "The command line makes no sense.",
      "See the command's `--help`."),
  STREAM(
      "CLI-002",
      ErrorKind.FAILED,
      false,
      "A file or stream cannot be read or written.",
      "Check the file or stream that the message names."),
  NO_SERVER_PROGRAM(
      "CLI-003",
      ErrorKind.FAILED,
      false,
      "The server's program is not installed beside the command line.",
      "Build or unpack the whole distribution, or set WEIR_SERVER_CLASSPATH."),
  ALREADY_RUNNING(
      "CLI-004",
      ErrorKind.REJECTED,
      false,
      "A server of this home runs already.",
      "Use it, stop it with `weir down`, or choose another --home."),
  SERVER_DID_NOT_START(
      "CLI-005",
      ErrorKind.FAILED,
      false,
      "The server did not become ready.",
      "Mend what the end of the log tells; the whole is in logs/server.log of the home."),
  SERVER_DID_NOT_STOP(
      "CLI-006",
      ErrorKind.UNAVAILABLE,
      true,
      "The server still runs after the time for its stop.",
      "Wait for the requests under way, or give it more time with --timeout."),
  SERVER_REFUSED(
      "CLI-007",
      ErrorKind.FAILED,
      false,
      "The running server did not take the change.",
      "Read its message."),
  NOT_CONFIRMED(
      "CLI-008",
      ErrorKind.REJECTED,
      false,
      "A question was not answered with yes.",
      "Answer it, or give --yes."),
  AUDIT_BROKEN(
      "CLI-009",
      ErrorKind.FAILED,
      false,
      "The audit file was changed by something else.",
      "Compare it with a copy; the message names the first line that does not fit."),
  NO_SERVER(
      "CLI-010",
      ErrorKind.UNAVAILABLE,
      true,
      "No server runs in this home.",
      "Start it with `weir up --detach`, or name its home with --home.");

  private final Entry entry;

  CliError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
