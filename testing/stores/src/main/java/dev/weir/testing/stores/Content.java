package dev.weir.testing.stores;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Bytes that cannot be guessed or squeezed, the same for the same seed, never all in memory. */
public final class Content extends InputStream {
  private final SplittableRandom random;
  private long left;
  private long value;
  private int kept;

  private Content(long seed, long size) {
    this.random = new SplittableRandom(seed);
    this.left = size;
  }

  public static Content of(long seed, long size) {
    return new Content(seed, size);
  }

  /** All of it. */
  public static byte[] bytes(long seed, int size) throws IOException {
    return of(seed, size).readAllBytes();
  }

  /** The SHA-256 of what a stream holds, in hex. */
  public static String digest(InputStream in) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] piece = new byte[1 << 16];
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        digest.update(piece, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    if (left == 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    for (int i = offset; i < offset + count; i++) {
      if (kept == 0) {
        value = random.nextLong();
        kept = Long.BYTES;
      }
      bytes[i] = (byte) value;
      value >>>= Byte.SIZE;
      kept--;
    }
    left -= count;
    return count;
  }
}
