package dev.weir.testing.contract;

import dev.weir.api.DataType;
import dev.weir.testing.contract.SqlSample.Kept;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Values at the edges of the types that engines have in common, by the column that keeps them. */
public final class Extremes {
  private Extremes() {}

  public static Kept texts(String column) {
    return Kept.of(
        column, DataType.TEXT, "", " x ", "12", "🦆 'quoted' \"too\" \\ \n", "\u0001\u007f");
  }

  public static Kept binaries(String column) {
    return Kept.of(
        column,
        DataType.BINARY,
        new byte[0],
        new byte[] {0, 1, -1, 127, -128, '\'', '\\'},
        "select 1; -- it looks like text".getBytes(StandardCharsets.UTF_8));
  }

  /** The last lies in the days that the Gregorian calendar left out where it was introduced. */
  public static Kept dates(String column) {
    return Kept.of(
        column,
        DataType.DATE,
        LocalDate.of(2026, 2, 28),
        LocalDate.of(1, 1, 1),
        LocalDate.of(9999, 12, 31),
        LocalDate.of(1582, 10, 10));
  }

  /** The first does not exist on the clocks of much of Europe. */
  public static Kept timestamps(String column) {
    return Kept.of(
        column,
        DataType.TIMESTAMP,
        LocalDateTime.of(2026, 3, 29, 2, 30, 0),
        LocalDateTime.of(1900, 1, 1, 0, 0, 0, 1_000));
  }

  /** For engines that keep the instant and not its zone. */
  public static Kept instants(String column) {
    return Kept.of(
        column,
        DataType.TIMESTAMP_WITH_ZONE,
        OffsetDateTime.of(2026, 3, 29, 1, 30, 0, 123_456_000, ZoneOffset.UTC));
  }

  public static Kept uuids(String column) {
    return Kept.of(column, DataType.UUID, UUID.fromString("00000000-0000-4000-8000-0000000000ff"));
  }
}
