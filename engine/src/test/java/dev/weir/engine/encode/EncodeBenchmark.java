package dev.weir.engine.encode;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Encodes millions of rows in a small heap and tells how long each format took, the making of the
 * rows included. Arguments: rows (5,000,000), formats (all). To be run with {@code -Xmx64m}.
 */
final class EncodeBenchmark {
  private EncodeBenchmark() {}

  public static void main(String[] arguments) throws IOException {
    long count = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5_000_000;
    for (Encoder encoder : Encoders.installed().all()) {
      if (arguments.length < 2 || List.of(arguments).contains(encoder.name())) {
        long started = System.nanoTime();
        encoder.encode(rows(count), OutputStream.nullOutputStream());
        System.out.printf(
            "{\"name\":\"encode-%s\",\"rows\":%d,\"seconds\":%.2f,\"heap\":%d}%n",
            encoder.name(),
            count,
            (System.nanoTime() - started) / 1e9,
            Runtime.getRuntime().maxMemory());
      }
    }
  }

  private static ListRows rows(long count) {
    List<Column> columns =
        List.of(
            Column.of("id", DataType.INTEGER),
            Column.of("name", DataType.TEXT),
            Column.of("amount", DataType.DECIMAL),
            Column.of("day", DataType.DATE),
            Column.of("note", DataType.TEXT));
    BigDecimal amount = new BigDecimal("1234.50");
    LocalDate day = LocalDate.of(2026, 1, 31);
    return ListRows.of(
        columns,
        LongStream.range(0, count)
            .mapToObj(n -> List.of(n, "Anna Müller", amount, day, "plain text of some length")));
  }
}
