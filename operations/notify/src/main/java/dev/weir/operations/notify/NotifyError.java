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

  private final Entry entry;

  NotifyError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
