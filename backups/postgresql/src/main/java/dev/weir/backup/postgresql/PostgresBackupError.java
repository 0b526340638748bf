package dev.weir.backup.postgresql;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What the methods for PostgreSQL report ({@code PGBACKUP-…}). */
public enum PostgresBackupError implements ErrorCode {
  TOOL(
      "PGBACKUP-001",
      ErrorKind.FAILED,
      "A program of PostgreSQL is missing, or older than the server.",
      "Install the package that the message names, or name its folder with the option `tools`."),
  PROGRAM(
      "PGBACKUP-002",
      ErrorKind.FAILED,
      "A program of PostgreSQL ended with an error.",
      "See what the program said, which the message tells."),
  NOT_EMPTY(
      "PGBACKUP-003",
      ErrorKind.REJECTED,
      "What lies at the target would be overwritten.",
      "Restore into another database or folder, or allow it to be replaced (clean)."),
  LOG_INCOMPLETE(
      "PGBACKUP-004",
      ErrorKind.FAILED,
      "The archived WAL does not reach from the backup to the point.",
      "Choose a point before the gap or a later backup, or bring the missing segments back."),
  UNKNOWN_SCOPE(
      "PGBACKUP-005",
      ErrorKind.REJECTED,
      "The scope names something that is not there.",
      "Check the names of schema, table, column and tenant."),
  POINT(
      "PGBACKUP-006",
      ErrorKind.REJECTED,
      "The point cannot be reached from this backup.",
      "Choose a point after the backup's end, on its timeline, or an earlier backup."),
  SERVER(
      "PGBACKUP-007",
      ErrorKind.FAILED,
      "The server is not set up for this kind of backup.",
      "Change the setting or grant the privilege that the message names."),
  CONTENT(
      "PGBACKUP-008",
      ErrorKind.FAILED,
      "The backup lacks a file that its method writes.",
      "Verify the backup, and use another one."),
  SCRATCH(
      "PGBACKUP-009",
      ErrorKind.FAILED,
      "A private server for a restore did not start.",
      "See the end of its log, which the message tells."),
  ROLES(
      "PGBACKUP-010",
      ErrorKind.REJECTED,
      "Roles that own what is restored are not on the target.",
      "Create them, restore as a superuser, or give the option `owners=ignore`."),
  RECOVERY(
      "PGBACKUP-011",
      ErrorKind.FAILED,
      "The server ended before it had recovered to the point.",
      "See the end of its log, which the message tells; the WAL may be damaged."),
  LOG_FILE(
      "PGBACKUP-012",
      ErrorKind.FAILED,
      "A file is not the WAL that its name promises.",
      "Do not use it; archive the segment again from the server or a standby."),
  STORAGE(
      "PGBACKUP-013",
      ErrorKind.FAILED,
      "Files of the backup or of the restore could not be read or written.",
      "See the reason in the message, and mend the folder or the repository.");

  private final String id;
  private final ErrorKind kind;
  private final String summary;
  private final String nextStep;

  PostgresBackupError(String id, ErrorKind kind, String summary, String nextStep) {
    this.id = id;
    this.kind = kind;
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
    return false;
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
