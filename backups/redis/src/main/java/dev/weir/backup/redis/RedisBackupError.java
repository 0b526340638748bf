package dev.weir.backup.redis;

import dev.weir.api.ErrorCode;
import dev.weir.api.ErrorKind;

/** What the method for Redis reports ({@code REDISBACKUP-…}). */
public enum RedisBackupError implements ErrorCode {
  REFUSED(
      "REDISBACKUP-001",
      ErrorKind.FAILED,
      "The server refused a command that the backup needs.",
      "See what it said; a managed Redis may not let replicas in, and takes its own snapshots."),
  CONNECTION(
      "REDISBACKUP-002",
      ErrorKind.UNAVAILABLE,
      "The connection to the server could not be made or broke off.",
      "Check host, port and TLS, and take the backup again."),
  CONTENT(
      "REDISBACKUP-003",
      ErrorKind.FAILED,
      "The snapshot is not a whole RDB file.",
      "Take the backup again, or restore another one."),
  NOT_EMPTY(
      "REDISBACKUP-004",
      ErrorKind.REJECTED,
      "The folder to restore into is not empty.",
      "Restore into another folder, or allow what is there to be replaced (clean)."),
  SCRATCH(
      "REDISBACKUP-005",
      ErrorKind.FAILED,
      "A private server for a restore did not start.",
      "See the end of its log, which the message tells, or install the package redis-server."),
  STORAGE(
      "REDISBACKUP-006",
      ErrorKind.FAILED,
      "Files of the backup or of the restore could not be read or written.",
      "See the reason in the message, and mend the folder or the repository.");

  private final Entry entry;

  RedisBackupError(String id, ErrorKind kind, String summary, String nextStep) {
    entry = new Entry(id, kind, summary, nextStep);
  }

  @Override
  public Entry entry() {
    return entry;
  }
}
