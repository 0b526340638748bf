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
      "Restore into an empty database, or allow what is there to be replaced."),
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
      "See the reason in the message, and mend the folder or the repository.");

  private final Entry entry;

  MysqlBackupError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
