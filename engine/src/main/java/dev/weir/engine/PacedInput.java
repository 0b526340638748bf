package dev.weir.engine;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The caller's stream, whose time does not count as waiting for the server. */
final class PacedInput extends InputStream {
  private final InputStream source;
  private final DeadlineWatch.@Nullable Attempt watched;

  PacedInput(InputStream source, DeadlineWatch.@Nullable Attempt watched) {
    this.source = source;
    this.watched = watched;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (watched == null) {
      return source.read(bytes, offset, length);
    }
    watched.leave();
    try {
      return source.read(bytes, offset, length);
    } finally {
      watched.enter();
    }
  }
}
