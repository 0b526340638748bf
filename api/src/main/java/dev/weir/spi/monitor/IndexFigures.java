package dev.weir.spi.monitor;

/**
 * How an index is doing. Counters belong to {@code epoch}; they and the size are {@code -1} where
 * the server does not tell them.
 *
 * @param scans times that it was used
 * @param valid false when it is being built, or its building broke off
 * @param definition the statement that makes it, or its columns
 * @param epoch changes when the counters have begun anew
 */
public record IndexFigures(
    String schema,
    String table,
    String name,
    long bytes,
    long scans,
    long rowsRead,
    boolean unique,
    boolean primary,
    boolean valid,
    String definition,
    String epoch) {}
