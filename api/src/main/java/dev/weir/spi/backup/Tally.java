package dev.weir.spi.backup;

/**
 * How many rows a table has, and a hash over all of them whatever their order.
 *
 * @param table as {@code schema.table}
 * @param hash of the method's own kind; compared, never interpreted
 */
public record Tally(String table, long rows, String hash) {}
