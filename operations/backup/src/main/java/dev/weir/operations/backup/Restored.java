package dev.weir.operations.backup;

import dev.weir.operations.backup.repository.RestoreRecord;
import java.time.Duration;

/**
 * A restore that was made.
 *
 * @param record with the id by which it can be undone
 */
public record Restored(RestoreRecord record, Duration took) {}
