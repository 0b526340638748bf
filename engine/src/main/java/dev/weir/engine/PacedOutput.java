package dev.weir.engine;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The caller's stream, whose time does not count as waiting for the server. */
final class PacedOutput extends OutputStream {
  private final OutputStream target;
  private final DeadlineWatch.@Nullable Attempt watched;

  PacedOutput(OutputStream target, DeadlineWatch.@Nullable Attempt watched) {
    this.target = target;
    this.watched = watched;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (watched == null) {
      target.write(bytes, offset, length);
      return;
    }
    watched.leave();
    try {
      target.write(bytes, offset, length);
    } finally {
      watched.enter();
    }
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }
}
