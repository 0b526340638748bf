package dev.weir.operations.report;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors of reports ({@code REPORT-…}). */
public enum ReportError implements ErrorCode {
  NOT_A_REPORT(
      "REPORT-001",
      ErrorKind.REJECTED,
      "This is not a report in JSON as Weir writes it.",
      "Give a file that `weir report DB --output json` has written."),
  OTHER_DATABASE(
      "REPORT-002",
      ErrorKind.REJECTED,
      "The reports are of different databases, or of different kinds of them.",
      "Compare reports of the same database."),
  INVALID_SCHEDULE(
      "REPORT-003",
      ErrorKind.REJECTED,
      "A schedule of reports cannot be understood.",
      "Write it as `weekly monday 07:00 clinic to=dba`, `daily 07:00 * to=dba`, or with five fields"
          + " of cron; `to` names channels of notification.channels."),
  UNKNOWN_SCHEDULE(
      "REPORT-004",
      ErrorKind.REJECTED,
      "There is no schedule of reports of this name.",
      "`weir report schedule list` tells the names."),
  NOBODY_TO_TELL(
      "REPORT-005",
      ErrorKind.REJECTED,
      "None of the channels that a report goes to can be used.",
      "Write the channel into notification.channels, and try it with `weir alert test CHANNEL`.");

  private final Entry entry;

  ReportError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
