package dev.weir.spi.backup;

import java.time.Instant;

/** Which moment is restored. */
public sealed interface RestorePoint {
  /** The backup's own state, with nothing rolled forward. */
  record OfBackup() implements RestorePoint {}

  /** As far as the archived log goes. */
  record Latest() implements RestorePoint {}

  /** The last transaction committed at or before a time; before it when not {@code inclusive}. */
  record At(Instant time, boolean inclusive) implements RestorePoint {}

  /** One transaction (a PostgreSQL xid, a GTID), with it or just before it. */
  record Transaction(String id, boolean inclusive) implements RestorePoint {}

  /** A place in the log: an LSN, or {@code file:offset}. */
  record InLog(String place, boolean inclusive) implements RestorePoint {}

  /** A point named by {@code pg_create_restore_point} or the like. */
  record Named(String name) implements RestorePoint {}
}
