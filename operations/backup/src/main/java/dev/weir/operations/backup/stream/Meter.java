package dev.weir.operations.backup.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Counts and hashes the bytes that pass. */
public final class Meter {
  private final MessageDigest digest;
  private long bytes;

  public Meter() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public void pass(byte[] buffer, int offset, int length) {
    digest.update(buffer, offset, length);
    bytes += length;
  }

  public long bytes() {
    return bytes;
  }

  /** The hash of all that has passed, in hexadecimal; to be asked once. */
  public String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  public static String sha256(byte[] bytes) {
    Meter meter = new Meter();
    meter.pass(bytes, 0, bytes.length);
    return meter.sha256();
  }
}
