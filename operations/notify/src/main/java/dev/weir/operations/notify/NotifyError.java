package dev.weir.operations.notify;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors of notifications ({@code NOTIFY-…}). */
public enum NotifyError implements ErrorCode {
  BAD_CHANNEL(
      "NOTIFY-001",
      ErrorKind.REJECTED,
      false,
      "The URL of a notification channel cannot be understood.",
      "Write it like smtp://host?from=…&to=…, slack://…, teams://… or https://…; docs/notifications.md has examples."),
  NOT_REACHED(
      "NOTIFY-002",
      ErrorKind.UNAVAILABLE,
      true,
      "The receiver of a notification cannot be reached, or says that it cannot take it now.",
      "See whether the address is right and the receiver is up; Weir goes on trying."),
  REFUSED(
      "NOTIFY-003",
      ErrorKind.FAILED,
      false,
      "The receiver of a notification refuses it.",
      "Mend what the receiver says: the credentials, the address, or who may send.");

  private final String id;
  private final ErrorKind kind;
  private final boolean retryable;
  private final String summary;
  private final String nextStep;

  NotifyError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    this.id = id;
    this.kind = kind;
    this.retryable = retryable;
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
    return retryable;
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
