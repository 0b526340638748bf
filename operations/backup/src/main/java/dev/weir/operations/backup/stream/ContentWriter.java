package dev.weir.operations.backup.stream;

import dev.weir.spi.backup.Work;
import dev.weir.spi.store.ObjectStore.Mode;
import dev.weir.spi.store.ObjectUpload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the plain content of one file to the store in one pass: hash → compress → encrypt → hash →
 * brake → store. Closing it commits the object and tells what it is; {@link #abandon} leaves
 * nothing behind.
 */
public final class ContentWriter extends OutputStream {
  private static final int CHUNK = 1 << 18;
  private final String name;
  private final String object;
  private final Recipe recipe;
  private final ObjectUpload upload;
  private final Consumer<StoredFile> ended;
  private final Meter plain = new Meter();
  private final Meter stored = new Meter();
  private final OutputStream out;
  private final byte[] buffer = new byte[CHUNK];
  private int filled;
  private boolean closed;

  /**
   * How content is written.
   *
   * @param key null when it is not encrypted
   * @param about what encrypted content is bound to
   */
  public record Recipe(
      Compression compression,
      int workers,
      BackupKeys keys,
      @Nullable String key,
      String about,
      Brake brake,
      Work work) {}

  public ContentWriter(
      String name, String object, Recipe recipe, ObjectUpload upload, Consumer<StoredFile> ended)
      throws IOException {
    this.name = name;
    this.object = object;
    this.recipe = recipe;
    this.upload = upload;
    this.ended = ended;
    OutputStream last = new Last();
    String key = recipe.key();
    OutputStream sealed = key == null ? last : recipe.keys().encrypt(last, key, recipe.about());
    this.out = recipe.compression().compress(sealed, recipe.workers());
  }

  @Override
  public void write(int value) throws IOException {
    if (filled == CHUNK) {
      flushChunk();
    }
    buffer[filled++] = (byte) value;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The file " + name + " of the backup has ended already.");
    }
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, CHUNK - filled);
      System.arraycopy(bytes, from, buffer, filled, part);
      filled += part;
      from += part;
      left -= part;
      if (filled == CHUNK) {
        flushChunk();
      }
    }
  }

  private void flushChunk() throws IOException {
    recipe.work().check();
    plain.pass(buffer, 0, filled);
    out.write(buffer, 0, filled);
    filled = 0;
  }

  /** Ends the file: when it returns, the object is whole and durable. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (upload) {
      flushChunk();
      out.close();
      upload.commit(Mode.NEW);
    } catch (IOException | RuntimeException failed) {
      release();
      throw failed;
    }
    ended.accept(
        new StoredFile(
            name,
            object,
            plain.bytes(),
            plain.sha256(),
            stored.bytes(),
            stored.sha256(),
            recipe.compression(),
            recipe.key()));
  }

  /** Gives up what was not closed. */
  public void abandon() {
    if (closed) {
      return;
    }
    closed = true;
    release();
    try {
      upload.close();
    } catch (IOException | RuntimeException givenUp) {
      // It was to be thrown away.
    }
  }

  /** The compressor's native memory is freed by closing it, whatever becomes of what it writes. */
  private void release() {
    try {
      out.close();
    } catch (IOException | RuntimeException givenUp) {
      // It was to be thrown away.
    }
  }

  /** What is written to the store, counted and held back. */
  private final class Last extends OutputStream {
    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      recipe.brake().pass(length, recipe.work());
      stored.pass(bytes, offset, length);
      upload.write(bytes, offset, length);
    }
  }
}
