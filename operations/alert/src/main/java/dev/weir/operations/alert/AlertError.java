package dev.weir.operations.alert;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors of alerts ({@code ALERT-…}). */
public enum AlertError implements ErrorCode {
  RULE(
      "ALERT-001",
      ErrorKind.REJECTED,
      false,
      "A rule for alerts cannot be understood, or is not there.",
      "Correct alert.rules in weir.yaml; docs/alerts.md lists the rules and how they are written."),
  SILENCE(
      "ALERT-002",
      ErrorKind.REJECTED,
      false,
      "A silence for alerts makes no sense.",
      "Say for how long and why, and name a rule that is there."),
  UNKNOWN_SILENCE(
      "ALERT-003",
      ErrorKind.REJECTED,
      false,
      "There is no such silence, or it has ended.",
      "List the silences."),
  UNKNOWN_CHANNEL(
      "ALERT-004",
      ErrorKind.REJECTED,
      false,
      "There is no such notification channel.",
      "Add it to notification.channels in weir.yaml, or name one that is there."),
  ALERTMANAGER(
      "ALERT-005",
      ErrorKind.UNAVAILABLE,
      true,
      "Alertmanager did not take the alerts.",
      "See whether alert.alertmanager leads to it and it is up; Weir sends them again.");

  private final Entry entry;

  AlertError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
