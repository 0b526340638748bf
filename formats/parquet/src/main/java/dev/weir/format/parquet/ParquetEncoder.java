package dev.weir.format.parquet;

import dev.weir.api.Rows;
import dev.weir.engine.encode.Encoder;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A Parquet file, written from its beginning to its end, in row groups of some 16 MB: the memory
 * that it takes is that of one row group, and some 100 bytes for each column of those before.
 *
 * <p>Whole numbers are {@code INT64}, floats {@code DOUBLE}, text {@code STRING}, binary {@code
 * BYTE_ARRAY}, dates {@code DATE}, times {@code TIME(MICROS)}, timestamps {@code
 * TIMESTAMP(MICROS)}, those with a zone the same adjusted to UTC (the instant is kept, the offset
 * is not). UUID and JSON carry their logical types; maps are JSON; times with a zone and intervals
 * are text. A result does not tell how many digits its decimals have, nor what its arrays hold, so
 * its first rows (up to 1,024) decide: {@code DECIMAL(38, s)} with the largest scale met, or text
 * where a number has more than 38 digits, which few readers take; {@code LIST} of {@code INT64},
 * {@code DOUBLE}, {@code BOOLEAN}, {@code DATE} or {@code STRING}. A value that does not fit (NaN
 * and infinity among decimals and times, a later decimal with more digits) is refused with {@code
 * WEIR-012}, never rounded; a cast in the statement mends it. So is a result without columns.
 * Columns of one name are told apart by a number.
 *
 * <p>Pages are compressed with gzip, which the JDK has and every reader knows. A broken result ends
 * without its footer, so that no reader takes it.
 */
public final class ParquetEncoder implements Encoder {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public String mediaType() {
    return "application/vnd.apache.parquet";
  }

  @Override
  public boolean text() {
    return false;
  }

  // Parquet's own classes are named only behind this, so that they are not loaded before.
  @Override
  public void encode(Rows rows, OutputStream out) throws IOException {
    ParquetFile.write(rows, out);
  }
}
