package dev.weir.operations.monitor;

/**
 * One number of a database at a moment, to be kept. Counters are told as their growth a second.
 *
 * @param metric such as {@code transactions.committed} or {@code table.bytes}
 * @param about what it is of: a database, {@code schema.table}, a fingerprint; empty for the server
 */
public record Sample(String metric, String about, double value) {}
