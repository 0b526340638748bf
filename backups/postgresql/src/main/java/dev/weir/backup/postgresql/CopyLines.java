package dev.weir.backup.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of COPY's text format, up to one that marks their end. */
final class CopyLines {
  private final InputStream in;
  private final byte[] end;
  private byte[] line = new byte[8192];
  private boolean ended;

  CopyLines(InputStream in, byte[] end) {
    this.in = in;
    this.end = end;
  }

  /** Copies all lines before the end to {@code out}; answers how many bytes they were. */
  long copy(OutputStream out) throws IOException {
    long bytes = 0;
    for (int length = next(); length >= 0; length = next()) {
      if (isEnd(length)) {
        ended = true;
        return bytes;
      }
      out.write(line, 0, length);
      bytes += length;
    }
    return bytes;
  }

  /** The next line without its line feed; null at the end. */
  @Nullable String line() throws IOException {
    int length = ended ? -1 : next();
    if (length >= 0 && isEnd(length)) {
      ended = true;
      return null;
    }
    return length < 0 ? null : new String(line, 0, length - 1, StandardCharsets.UTF_8);
  }

  /** Whether the end was met, rather than the stream's. */
  boolean ended() {
    return ended;
  }

  private boolean isEnd(int length) {
    return length == end.length + 1 && Arrays.equals(line, 0, end.length, end, 0, end.length);
  }

  /** Reads a line with its line feed; -1 at the end of the stream. */
  private int next() throws IOException {
    int length = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (length == line.length) {
        line = Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) b;
      if (b == '\n') {
        return length;
      }
    }
    return length == 0 ? -1 : length;
  }
}
