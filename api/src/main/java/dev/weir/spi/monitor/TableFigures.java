package dev.weir.spi.monitor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a table is doing. Counters belong to {@code epoch}; {@code -1} where the server does not
 * count them, as with estimates that it does not make.
 *
 * @param bytes of its rows, without indexes
 * @param liveRows as the server estimates
 * @param deadRows null where the engine has none
 * @param bloatBytes room that rows do not fill; null where it is not known
 * @param bloatMeasured true when the room was measured, false when it was estimated
 * @param scans times that it was read from end to end
 * @param scannedRows rows that these scans have read
 * @param lookups times that it was read by an index
 * @param vacuumed by hand or by the server; null for never
 * @param analyzed likewise
 * @param frozenAge transactions since its oldest unfrozen row; null where the engine has none
 * @param epoch changes when the counters have begun anew
 */
public record TableFigures(
    String schema,
    String name,
    long bytes,
    long indexBytes,
    long liveRows,
    @Nullable Long deadRows,
    @Nullable Long bloatBytes,
    boolean bloatMeasured,
    long scans,
    long scannedRows,
    long lookups,
    long inserted,
    long updated,
    long deleted,
    @Nullable Instant vacuumed,
    @Nullable Instant analyzed,
    @Nullable Long frozenAge,
    String epoch) {
  /** With what was found out about its room. */
  public TableFigures bloat(long found, boolean measured) {
    return new TableFigures(
        schema,
        name,
        bytes,
        indexBytes,
        liveRows,
        deadRows,
        found,
        measured,
        scans,
        scannedRows,
        lookups,
        inserted,
        updated,
        deleted,
        vacuumed,
        analyzed,
        frozenAge,
        epoch);
  }
}
