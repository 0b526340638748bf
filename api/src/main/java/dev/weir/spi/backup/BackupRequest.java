package dev.weir.spi.backup;

import org.jspecify.annotations.Nullable;

/**
 * What a backup shall hold.
 *
 * @param base what it builds on; null for a full one
 * @param jobs the most programs, connections or threads at once, 1 or more
 * @param tally true when tables shall be counted and hashed at the backup's own position
 */
public record BackupRequest(
    Scope scope, Level level, @Nullable BackupContent base, int jobs, boolean tally) {}
