package dev.weir.backup.sqlite;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What the method for SQLite reports ({@code LITEBACKUP-…}). */
public enum SqliteBackupError implements ErrorCode {
  TOOL(
      "LITEBACKUP-001",
      ErrorKind.FAILED,
      "The program sqlite3, which restores into a file that exists, is missing.",
      "Install the package sqlite3, name its folder with the option `tools`, or restore into a"
          + " file that does not exist."),
  PROGRAM(
      "LITEBACKUP-002",
      ErrorKind.FAILED,
      "The program sqlite3 ended with an error.",
      "See what it said, which the message tells; the target is as it was."),
  NOT_EMPTY(
      "LITEBACKUP-003",
      ErrorKind.REJECTED,
      "The file that would be replaced exists.",
      "Restore into another file, or allow it to be replaced (clean)."),
  CONTENT(
      "LITEBACKUP-004",
      ErrorKind.FAILED,
      "The backup is not a whole SQLite database.",
      "Verify the backup, and use another one."),
  STORAGE(
      "LITEBACKUP-005",
      ErrorKind.FAILED,
      "Files of the backup or of the restore could not be read or written.",
      "See the reason in the message, and mend the folder or the repository.");

  private final Entry entry;

  SqliteBackupError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
