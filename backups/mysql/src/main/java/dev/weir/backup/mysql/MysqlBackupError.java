package dev.weir.backup.mysql;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What the methods for MariaDB and MySQL report ({@code MYBACKUP-…}). */
public enum MysqlBackupError implements ErrorCode {
  TOOL(
      "MYBACKUP-001",
      ErrorKind.FAILED,
      "A program of MariaDB or MySQL is missing, or older than the server.",
      "Install the package that the message names, or name its folder with the option `tools`."),
  PROGRAM(
      "MYBACKUP-002",
      ErrorKind.FAILED,
      "A program of MariaDB or MySQL ended with an error.",
      "See what the program said, which the message tells."),
  NOT_EMPTY(
      "MYBACKUP-003",
      ErrorKind.REJECTED,
      "What lies at the target would be overwritten.",
      "Restore into an empty database, or allow what is there to be replaced (clean)."),
  UNKNOWN_SCOPE(
      "MYBACKUP-004",
      ErrorKind.REJECTED,
      "The scope names something that is not there.",
      "Check the names of table and column."),
  CONTENT(
      "MYBACKUP-005",
      ErrorKind.FAILED,
      "The dump is not whole.",
      "Verify the backup, and use another one."),
  SCRATCH(
      "MYBACKUP-006",
      ErrorKind.FAILED,
      "A private server for a restore did not start.",
      "See the end of its log, which the message tells, or install the package that it names."),
  STORAGE(
      "MYBACKUP-007",
      ErrorKind.FAILED,
      "Files of the backup or of the restore could not be read or written.",
      "See the reason in the message, and mend the folder or the repository."),
  SERVER(
      "MYBACKUP-008",
      ErrorKind.FAILED,
      "The server is not set up for this kind of backup.",
      "Change the setting or grant the privilege that the message names."),
  LOG_INCOMPLETE(
      "MYBACKUP-009",
      ErrorKind.FAILED,
      "The archived binary log does not reach from the backup to the point.",
      "Archive the rest, choose a point before the gap, or bring the missing files back."),
  LOG_FILE(
      "MYBACKUP-010",
      ErrorKind.FAILED,
      "A file is not a whole binary log.",
      "Do not use it; archive it again from the server, or choose a point before it."),
  POINT(
      "MYBACKUP-011",
      ErrorKind.REJECTED,
      "The point cannot be reached from this backup.",
      "Choose a point after the backup's end, or an earlier backup.");

  private final Entry entry;

  MysqlBackupError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
