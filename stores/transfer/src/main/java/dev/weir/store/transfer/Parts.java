package dev.weir.store.transfer;

import dev.weir.spi.store.ObjectStore.Mode;
import java.io.IOException;
import java.util.List;

/**
 * A store's side of an upload in parts. Each method makes attempts of its own until it has
 * succeeded or no more are worth it.
 *
 * @param <T> what the store answers to a part, needed to complete the upload
 */
public interface Parts<T> {
  /** Before the first part is sent; not called when the object fits into one. */
  void begin() throws IOException;

  /** Sends a part, and returns when the store has acknowledged it; called by several threads. */
  T send(Part part) throws IOException;

  /** Makes the object of its parts, in order. */
  void complete(List<T> parts, Mode mode) throws IOException;

  /** Writes an object that fits into one part. */
  void whole(Part part, Mode mode) throws IOException;

  /** Removes what was sent. */
  void abandon() throws IOException;
}
