package dev.weir.spi.monitor;

import org.jspecify.annotations.Nullable;

/**
 * One end of a stream of changes.
 *
 * @param role of the other end: {@code replica} follows this server, {@code primary} is followed
 * @param name what it calls itself
 * @param lagBytes of log that it has not applied; null where it is not known
 * @param lagSeconds likewise in time
 */
public record ReplicaFigures(
    String role,
    String name,
    @Nullable String address,
    String state,
    @Nullable String synchrony,
    @Nullable Long lagBytes,
    @Nullable Double lagSeconds) {}
