package dev.weir.spi.monitor;

import org.jspecify.annotations.Nullable;

/**
 * A replication slot.
 *
 * @param retainedBytes of log that is kept for it; null when it keeps none
 * @param status what the server says of the log kept, such as {@code reserved} or {@code lost}
 */
public record SlotFigures(
    String name,
    String kind,
    @Nullable String database,
    boolean active,
    @Nullable Long retainedBytes,
    @Nullable String status) {}
