package dev.weir.store.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** Reads a file's bytes from the first on, whatever position others are at; leaves it open. */
final class FromStart implements ReadableByteChannel {
  private final FileChannel file;
  private final long end;
  private long position;

  FromStart(FileChannel file, long end) {
    this.file = file;
    this.end = end;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= end) {
      return -1;
    }
    int count = file.read(target, position);
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  @Override
  public void close() {}
}
