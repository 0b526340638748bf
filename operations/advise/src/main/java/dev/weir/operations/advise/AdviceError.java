package dev.weir.operations.advise;

import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;
import dev.weir.api.WeirException;
import org.jspecify.annotations.Nullable;

/** What can go wrong with advice ({@code ADVICE-…}). */
public enum AdviceError implements ErrorCode {
  NO_ADVISOR(
      "ADVICE-001",
      ErrorKind.REJECTED,
      "No advisor for this type of database is installed.",
      "Ask about one of the types that the message lists."),
  UNKNOWN_ADVICE(
      "ADVICE-002",
      ErrorKind.REJECTED,
      "There is no such advice for this database now.",
      "See what there is with `weir advise`; what was mended is not told again."),
  NOT_APPLICABLE(
      "ADVICE-003",
      ErrorKind.REJECTED,
      "This advice is for a person to carry out.",
      "Read `weir advise DB --explain ID`, and run its commands yourself when it is safe."),
  NOTHING_TO_UNDO(
      "ADVICE-004",
      ErrorKind.REJECTED,
      "This advice was not applied here, was undone already, or has no way back.",
      "See what was applied with `weir advise history DB`."),
  JOURNAL(
      "ADVICE-005",
      ErrorKind.FAILED,
      "The journal of what was applied cannot be read or written.",
      "Make the file that the message names readable and writable; nothing was changed."),
  BAD_STATEMENTS(
      "ADVICE-006",
      ErrorKind.REJECTED,
      "The file of statements cannot be read.",
      "End each statement with a semicolon; a line `-- calls: 500` before it tells calls a day."),
  UNDO_FAILED(
      "ADVICE-007",
      ErrorKind.FAILED,
      "A change that made things worse could not be taken back.",
      "Run the commands of the way back, which the message tells, yourself."),
  BUSY(
      "ADVICE-008",
      ErrorKind.UNAVAILABLE,
      "An advice is being carried out on this database by somebody else.",
      "Wait until it has ended; `weir advise history DB` tells what became of it.");

  private final Entry entry;

  AdviceError(String id, ErrorKind kind, String summary, String nextStep) {
    this.entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** Says so of what happened, which changed nothing. */
  public WeirException because(String message, @Nullable Throwable cause) {
    return WeirException.of(this, message, cause, Effect.NONE);
  }

  WeirException because(String message) {
    return because(message, null);
  }
}
