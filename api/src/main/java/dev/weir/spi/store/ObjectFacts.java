package dev.weir.spi.store;

import java.time.Instant;

/**
 * What a store tells of an object.
 *
 * @param size in bytes
 * @param modified when it was written
 */
public record ObjectFacts(String key, long size, Instant modified) {}
