package dev.weir.engine.encode;

import dev.weir.api.Rows;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A format in which rows are written. Encoders keep no state between calls, so one may serve many
 * threads. Others are found with {@link java.util.ServiceLoader}.
 */
public interface Encoder {
  /** What people type, such as {@code csv}. */
  String name();

  /** The type of the content without parameters, such as {@code text/csv}. */
  String mediaType();

  /** True for formats that are text in UTF-8. */
  default boolean text() {
    return true;
  }

  /**
   * Writes all rows, in blocks, in memory that does not grow with the result; flushes at the end.
   * Neither the rows nor the output are closed.
   *
   * <p>What {@code rows} throws is thrown on. Where it fails before the first block was full,
   * nothing at all has been written, so that the caller can still answer otherwise; where it fails
   * later, what was written cannot be taken for a whole result: each format says how it ends then.
   *
   * @throws IOException when the output does not take what is written
   */
  void encode(Rows rows, OutputStream out) throws IOException;
}
