package dev.weir.spi.store;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place that keeps objects by their keys: a folder, or a bucket with a prefix. Keys are relative
 * and of the form that {@link ObjectKey} describes; another is refused with {@link
 * IllegalArgumentException}. Thread-safe.
 *
 * <p>Transfers mend themselves: a request that fails in a way that may pass is tried again, an
 * upload goes on behind the last part that the store has acknowledged, and a download behind the
 * last byte received. What is thrown in the end is an {@link java.io.IOException} for what may pass
 * later, or a {@link dev.weir.api.WeirException} that says what to mend, such as wrong credentials.
 */
public interface ObjectStore extends AutoCloseable {
  /** Where it is, without credentials, such as {@code s3://bucket/weir}. */
  String location();

  /** Begins a new object. Nothing shows under the key before {@link ObjectUpload#commit}. */
  ObjectUpload create(String key) throws IOException;

  /**
   * Writes a small object whole.
   *
   * @return false when {@code mode} is {@link Mode#NEW} and there is one already; it is untouched
   */
  boolean put(String key, byte[] content, Mode mode) throws IOException;

  /**
   * Reads an object from a byte onward.
   *
   * @param offset counts from 0
   * @throws java.nio.file.NoSuchFileException when there is none
   */
  InputStream read(String key, long offset) throws IOException;

  /** What is known of an object; empty when there is none. */
  Optional<ObjectFacts> find(String key) throws IOException;

  /**
   * Every object whose key begins with {@code prefix}, in the order of their keys, without holding
   * them all.
   */
  void list(String prefix, Consumer<ObjectFacts> consumer) throws IOException;

  /** Removes an object; nothing happens where there is none. */
  void delete(String key) throws IOException;

  /** Uploads begun and never ended, which cost space until they are removed. */
  default void discardUnfinished(java.time.Instant before) throws IOException {}

  @Override
  void close();

  /** Whether an object may take another's place. */
  enum Mode {
    /** Only where there is none yet, decided by the store itself. */
    NEW,
    /** Whatever was there; readers see the old or the new one, never a mixture. */
    REPLACE
  }
}
