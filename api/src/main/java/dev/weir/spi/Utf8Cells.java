package dev.weir.spi;

import org.jspecify.annotations.Nullable;

/**
 * What rows implement beside {@link dev.weir.api.Rows} where the engine sends text that needs no
 * decoding, so that writers of bytes make no objects of the values. What wraps rows in order to
 * change values, as masking does, leaves it out.
 */
public interface Utf8Cells {
  /** True when {@link #utf8} can be asked for the column; the same for all rows of a result. */
  boolean offersUtf8(int column);

  /**
   * The bytes of what {@link dev.weir.api.Row#text(int)} tells; null for SQL NULL. Must not be
   * changed.
   */
  byte @Nullable [] utf8(int column);
}
