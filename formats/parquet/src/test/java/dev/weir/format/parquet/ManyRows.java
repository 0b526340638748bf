package dev.weir.format.parquet;

import dev.weir.api.Column;
import dev.weir.api.DataType;
import dev.weir.engine.encode.ListRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** A process that writes a million rows that compress badly. */
final class ManyRows {
  private ManyRows() {}

  public static void main(String[] arguments) throws IOException {
    List<Column> columns =
        List.of(
            Column.of("n", DataType.INTEGER),
            Column.of("hash", DataType.INTEGER),
            Column.of("t", DataType.TEXT));
    ListRows rows =
        ListRows.of(
            columns,
            LongStream.range(0, 1_000_000).mapToObj(n -> List.of(n, hash(n), "row " + hash(n))));
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]))) {
      new ParquetEncoder().encode(rows, out);
    }
  }

  private static long hash(long n) {
    return n * 0x9E3779B97F4A7C15L;
  }
}
