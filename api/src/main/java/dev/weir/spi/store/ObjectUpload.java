package dev.weir.spi.store;

import java.io.IOException;
import java.io.OutputStream;

/**
 * An object on its way into a store, of unknown length and in constant memory. Closing it without
 * {@link #commit} leaves nothing behind.
 */
public abstract class ObjectUpload extends OutputStream {
  /**
   * Makes the object visible, whole and durable.
   *
   * @throws java.nio.file.FileAlreadyExistsException when {@code mode} is {@code NEW} and there is
   *     one already; it is untouched
   */
  public abstract void commit(ObjectStore.Mode mode) throws IOException;

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  /** Gives up what was not committed. */
  @Override
  public abstract void close() throws IOException;
}
