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
      "Compare reports of the same database.");

  private final Entry entry;

  ReportError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
