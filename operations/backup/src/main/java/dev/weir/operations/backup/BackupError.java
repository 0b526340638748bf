package dev.weir.operations.backup;

import dev.weir.api.Effect;
import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;
import dev.weir.api.WeirException;
import org.jspecify.annotations.Nullable;

/** What can go wrong with backups ({@code BACKUP-…}). */
public enum BackupError implements ErrorCode {
  FOREIGN_REPOSITORY(
      "BACKUP-001",
      ErrorKind.REJECTED,
      false,
      "The place is the repository of another backup tool.",
      "Name an empty place of its own; nothing was touched."),
  PLACE_NOT_EMPTY(
      "BACKUP-002",
      ErrorKind.REJECTED,
      false,
      "The place holds something else than backups of Weir.",
      "Name an empty place; nothing was touched."),
  STORAGE_FAILED(
      "BACKUP-003",
      ErrorKind.UNAVAILABLE,
      true,
      "The storage did not do what was asked of it.",
      "See the cause in the message, and try again when the storage is well."),
  STORAGE_FULL(
      "BACKUP-004",
      ErrorKind.FAILED,
      false,
      "The storage has no room left.",
      "Make room, with `weir backup prune` and `weir backup gc` if backups take it."),
  NOT_WRITABLE(
      "BACKUP-005",
      ErrorKind.FAILED,
      false,
      "The place may not be read or written.",
      "Give the user that Weir runs as the right to read and write there."),
  UNKNOWN_STORAGE(
      "BACKUP-006",
      ErrorKind.REJECTED,
      false,
      "No kind of storage for this location is installed, or the location is wrong.",
      "Use one of the schemes that the message lists, or add the storage's module."),
  NEWER_FORMAT(
      "BACKUP-007",
      ErrorKind.REJECTED,
      false,
      "The repository or the backup was written by a newer Weir.",
      "Use that version of Weir, or a newer one."),
  UNKNOWN_BACKUP(
      "BACKUP-008",
      ErrorKind.REJECTED,
      false,
      "There is no such backup.",
      "List what there is with `weir backup list`."),
  NO_METHOD(
      "BACKUP-009",
      ErrorKind.REJECTED,
      false,
      "No backup method fits what was asked for.",
      "Use one of the methods that the message lists."),
  REQUIREMENT_MISSING(
      "BACKUP-010",
      ErrorKind.FAILED,
      false,
      "Something that the backup or the restore needs is not there.",
      "Do what the message says for each thing that is missing; nothing was touched."),
  BUSY(
      "BACKUP-011",
      ErrorKind.UNAVAILABLE,
      true,
      "Other work is under way on the same backups.",
      "Wait until it has ended; what has died is forgotten after two minutes."),
  MANIFEST_DAMAGED(
      "BACKUP-012",
      ErrorKind.FAILED,
      false,
      "The manifest of a backup was changed, or lies in the wrong place.",
      "Restore from another copy of the backup, and find out what changed it."),
  CONTENT_DAMAGED(
      "BACKUP-013",
      ErrorKind.FAILED,
      false,
      "A file of a backup is not what was written.",
      "Restore from another copy or another backup, and check the storage."),
  CONTENT_MISSING(
      "BACKUP-014",
      ErrorKind.FAILED,
      false,
      "A file of a backup is gone.",
      "Restore from another copy or another backup, and find out what removed it."),
  KEY_MISSING(
      "BACKUP-015",
      ErrorKind.REJECTED,
      false,
      "The key that a backup is encrypted with is not here.",
      "Bring the key with `weir backup key import`, from where it was exported to."),
  NOT_AUTHENTIC(
      "BACKUP-016",
      ErrorKind.FAILED,
      false,
      "A manifest was not made with the key that it names.",
      "Do not restore it; use another copy, and find out who wrote it."),
  LEASE_LOST(
      "BACKUP-017",
      ErrorKind.FAILED,
      true,
      "The work lost its hold on the repository, so that others may have changed what it needs.",
      "Try again; see why the storage could not be reached for minutes."),
  CHAIN_BROKEN(
      "BACKUP-018",
      ErrorKind.FAILED,
      false,
      "A backup that others build on is gone or damaged.",
      "Use a chain that is whole, and take a new full backup."),
  LOG_CONFLICT(
      "BACKUP-019",
      ErrorKind.FAILED,
      false,
      "The archive has a log file of this name with another content.",
      "Find out whether two servers archive to one place; nothing was replaced."),
  POINT_OUT_OF_REACH(
      "BACKUP-020",
      ErrorKind.REJECTED,
      false,
      "No backup reaches the point that was asked for.",
      "Choose a point within the range that the message names."),
  NOT_CONFIRMED(
      "BACKUP-021",
      ErrorKind.REJECTED,
      false,
      "Overwriting this database must be confirmed by typing its name.",
      "Confirm with the name of the target database."),
  NOTHING_TO_UNDO(
      "BACKUP-022",
      ErrorKind.REJECTED,
      false,
      "There is no restore that could be undone.",
      "List the restores with `weir restore list`."),
  TARGET_NOT_EMPTY(
      "BACKUP-023",
      ErrorKind.REJECTED,
      false,
      "The target of the restore is not empty.",
      "Restore elsewhere, or allow what is there to be replaced (clean); nothing was touched."),
  INVALID_SCHEDULE(
      "BACKUP-024",
      ErrorKind.REJECTED,
      false,
      "The schedule cannot be understood.",
      "Write it as `minute hour day month weekday`, such as `30 2 * * *`."),
  INVALID_RETENTION(
      "BACKUP-025",
      ErrorKind.REJECTED,
      false,
      "The rule of retention makes no sense.",
      "Correct the part that the message names."),
  UNREADABLE_IMPORT(
      "BACKUP-026",
      ErrorKind.REJECTED,
      false,
      "A file that another tool wrote cannot be read.",
      "Check the passphrase and how the file was made."),
  METHOD_FAILED(
      "BACKUP-027",
      ErrorKind.FAILED,
      false,
      "The backup method failed.",
      "See the message and the cause; nothing of the attempt was kept."),
  LOG_MISSING(
      "BACKUP-028",
      ErrorKind.FAILED,
      false,
      "The archived log does not hold what is needed.",
      "Choose a point before the gap, or bring back the missing files."),
  ON_HOLD(
      "BACKUP-029",
      ErrorKind.REJECTED,
      false,
      "The backup is under legal hold.",
      "Release the hold first, if you may."),
  INVALID_NAME(
      "BACKUP-030",
      ErrorKind.REJECTED,
      false,
      "A name is empty, too long, used twice, or of characters that it must not have.",
      "Use letters, digits, dot, dash and underscore.");

  private final Entry entry;

  BackupError(String id, ErrorKind kind, boolean retryable, String summary, String nextStep) {
    this.entry = new Entry(id, kind, retryable, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }

  /** The error of this code, with what happened in a sentence. */
  public WeirException because(String message) {
    return because(message, null);
  }

  /** The error of this code, with what happened in a sentence and why. */
  public WeirException because(String message, @Nullable Throwable cause) {
    return WeirException.of(this, message, cause, Effect.NONE);
  }
}
