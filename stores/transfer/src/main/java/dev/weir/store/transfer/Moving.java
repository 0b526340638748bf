package dev.weir.store.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what is read as movement; small bites, so that a slow line is seen to move. */
final class Moving extends FilterInputStream {
  private static final int BITE = 64 << 10;

  private final AtomicLong moved;

  Moving(InputStream in, AtomicLong moved) {
    super(in);
    this.moved = moved;
  }

  @Override
  public int read() throws IOException {
    moved.incrementAndGet();
    return super.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, Math.min(length, BITE));
    moved.incrementAndGet();
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
