package dev.weir.store.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An object's bytes; where the connection breaks, reading goes on behind the last byte that
 * arrived.
 */
public final class ResumingInput extends InputStream {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Attempts attempts;
  private final String what;
  private final Source source;
  private final long end;
  private long position;
  private @Nullable InputStream open;
  private boolean closed;

  private ResumingInput(
      Attempts attempts, String what, Source source, long position, Content first) {
    this.attempts = attempts;
    this.what = what;
    this.source = source;
    this.position = position;
    this.end = first.end();
    this.open = first.stream();
  }

  /**
   * Opens an object at a byte.
   *
   * @param what for messages, such as {@code reading a/b}
   */
  public static ResumingInput open(Attempts attempts, String what, long offset, Source source)
      throws IOException {
    Content first = attempts.call(what, _ -> source.open(offset));
    return new ResumingInput(attempts, what, source, offset, first);
  }

  /** Asks the store for an object from a byte onward. */
  @FunctionalInterface
  public interface Source {
    /** One attempt; later ones must answer the same object or fail. */
    Content open(long offset) throws Exception;
  }

  /**
   * An answer of the store.
   *
   * @param end the size of the whole object, where its last byte has gone by
   */
  public record Content(InputStream stream, long end) {}

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      throw new IOException("The stream is closed already.");
    }
    if (length == 0) {
      return 0;
    }
    long start = System.nanoTime();
    Duration pause = PAUSE;
    while (position < end) {
      InputStream current = stream();
      try {
        int count = current.read(bytes, offset, (int) Math.min(length, end - position));
        if (count > 0) {
          position += count;
          return count;
        }
        throw new PassingFault("the answer ended after " + position + " of " + end, null);
      } catch (IOException | RuntimeException raw) {
        drop();
        Exception told = attempts.told(what, raw);
        if (!(told instanceof PassingFault fault)) {
          throw Attempts.thrown(told);
        }
        attempts.awaitNext(what, fault, start, pause);
        pause = pause.multipliedBy(2);
      }
    }
    return -1;
  }

  private InputStream stream() throws IOException {
    InputStream current = open;
    if (current == null) {
      current = attempts.call(what, _ -> source.open(position)).stream();
      open = current;
    }
    return current;
  }

  private void drop() {
    InputStream broken = open;
    open = null;
    if (broken != null) {
      try {
        broken.close();
      } catch (IOException | RuntimeException alreadyBroken) {
        // The connection is of no more use either way.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    drop();
  }
}
