package dev.weir.operations.monitor;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** The errors of monitoring ({@code MONITOR-…}). */
public enum MonitorError implements ErrorCode {
  NO_MONITOR(
      "MONITOR-001",
      ErrorKind.REJECTED,
      "No monitor is installed for databases of this type.",
      "Use a type that has one; docs/monitoring.md lists them."),
  NO_SESSION(
      "MONITOR-002",
      ErrorKind.REJECTED,
      "There is no session of this id, or it has ended meanwhile.",
      "List the sessions again with `weir activity DB`."),
  NOT_ONLY_READING(
      "MONITOR-003",
      ErrorKind.REJECTED,
      "Only statements that do nothing but read are run to measure their plan.",
      "Leave --analyze away to see the plan as the database estimates it.");

  private final Entry entry;

  MonitorError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
