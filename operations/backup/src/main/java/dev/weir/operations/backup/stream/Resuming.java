package dev.weir.operations.backup.stream;

import dev.weir.spi.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;

/** Reads an object and, where the store breaks off, goes on behind the last byte received. */
public final class Resuming extends InputStream {
  private static final int ATTEMPTS = 5;
  private final ObjectStore store;
  private final String key;
  private InputStream in;
  private long received;
  private int failures;

  /** Begins at the first byte. */
  public Resuming(ObjectStore store, String key) throws IOException {
    this.store = store;
    this.key = key;
    this.in = store.read(key, 0);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int read = read(one, 0, 1);
    return read < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      try {
        int read = in.read(bytes, offset, length);
        if (read > 0) {
          received += read;
          failures = 0;
        }
        return read;
      } catch (NoSuchFileException gone) {
        throw gone;
      } catch (IOException broken) {
        reopen(broken);
      }
    }
  }

  private void reopen(IOException broken) throws IOException {
    if (++failures >= ATTEMPTS) {
      throw broken;
    }
    try {
      in.close();
      TimeUnit.MILLISECONDS.sleep(50L << failures);
      in = store.read(key, received);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw broken;
    } catch (NoSuchFileException gone) {
      throw gone;
    } catch (IOException again) {
      broken.addSuppressed(again);
      reopen(broken);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
