package dev.weir.engine.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A block of bytes on its way to an output: filled, handed over, filled again. */
final class Output {
  /** No single {@link #reserve} may ask for more. */
  static final int BLOCK = 64 * 1024;

  private static final int LONGEST_NUMBER = 20;
  private static final int REPLACEMENT = 0xFFFD;

  private final OutputStream out;
  private final byte[] block = new byte[BLOCK];
  private int length;
  private boolean begun;

  Output(OutputStream out) {
    this.out = out;
  }

  /** Writes to an output. */
  @FunctionalInterface
  interface Body {
    void write(Output output) throws IOException;
  }

  /**
   * Runs {@code body} and flushes. Where it fails after the first block, {@code ending} is written
   * last, so that readers see that the output is not whole.
   */
  static void stream(OutputStream out, String ending, Body body) throws IOException {
    Output output = new Output(out);
    try {
      body.write(output);
    } catch (RuntimeException | Error e) {
      output.breakOff(ending, e);
      throw e;
    }
    output.handOver();
    out.flush();
  }

  private void breakOff(String ending, Throwable cause) {
    if (!begun) {
      return;
    }
    try {
      ascii(ending);
      handOver();
      out.flush();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /** Writes what the block holds. */
  void handOver() throws IOException {
    begun = true;
    out.write(block, 0, length);
    length = 0;
  }

  /** Makes room for {@code bytes} more. */
  void reserve(int bytes) throws IOException {
    if (BLOCK - length < bytes) {
      handOver();
    }
  }

  /** Writes into the room that was reserved. */
  void put(int octet) {
    block[length++] = (byte) octet;
  }

  /** Where the next byte goes; {@link #rewind} returns to it as long as nothing was reserved. */
  int mark() {
    return length;
  }

  void rewind(int mark) {
    length = mark;
  }

  void octet(int octet) throws IOException {
    reserve(1);
    put(octet);
  }

  void octets(byte[] octets) throws IOException {
    if (octets.length > BLOCK) {
      handOver();
      out.write(octets);
      return;
    }
    reserve(octets.length);
    System.arraycopy(octets, 0, block, length, octets.length);
    length += octets.length;
  }

  void ascii(String text) throws IOException {
    octets(text.getBytes(StandardCharsets.US_ASCII));
  }

  void number(long number) throws IOException {
    reserve(LONGEST_NUMBER);
    int end = length + (number < 0 ? 1 : 0) + digits(number);
    int at = end;
    // Counted below zero, because the smallest number has no opposite.
    long rest = number < 0 ? number : -number;
    do {
      long next = rest / 10;
      block[--at] = (byte) ('0' - (rest - next * 10));
      rest = next;
    } while (rest != 0);
    if (number < 0) {
      block[--at] = '-';
    }
    length = end;
  }

  private static int digits(long number) {
    long rest = number < 0 ? number : -number;
    int digits = 1;
    for (long limit = -10; digits < 19 && rest <= limit; digits++) {
      limit *= 10;
    }
    return digits;
  }

  /** Text in UTF-8; a surrogate without its other half becomes U+FFFD. */
  void text(String text) throws IOException {
    for (int i = 0; i < text.length(); ) {
      int end = Math.min(text.length(), i + BLOCK / 4);
      reserve((end - i) * 3 + 1);
      while (i < end) {
        char c = text.charAt(i);
        if (c < 0x80) {
          put(c);
          i++;
        } else {
          i += putBeyondAscii(text, i);
        }
      }
    }
  }

  /** Puts the code point at {@code i}, at most 4 bytes, and answers how many chars it took. */
  int putBeyondAscii(String text, int i) {
    int point = text.codePointAt(i);
    int chars = Character.charCount(point);
    if (chars == 1 && Character.isSurrogate((char) point)) {
      point = REPLACEMENT;
    }
    if (point < 0x800) {
      put(0xC0 | (point >> 6));
    } else {
      if (point < 0x10000) {
        put(0xE0 | (point >> 12));
      } else {
        put(0xF0 | (point >> 18));
        put(0x80 | ((point >> 12) & 0x3F));
      }
      put(0x80 | ((point >> 6) & 0x3F));
    }
    put(0x80 | (point & 0x3F));
    return chars;
  }
}
