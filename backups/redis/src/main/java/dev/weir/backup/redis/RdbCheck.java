package dev.weir.backup.redis;

import dev.weir.api.Failed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks at an RDB file as it passes: its magic and version at the start, and at the end the mark
 * and the CRC-64 of all before it (Jones' polynomial, reflected, as Redis's {@code crc64.c}).
 */
final class RdbCheck {
  private static final long POLYNOMIAL = 0x95AC9329AC4BC9B5L;
  private static final int EOF_MARK = 0xFF;
  private static final int HEAD = 9;
  private static final int CHECKSUM = 8;
  private static final long[] TABLE = table();

  private final byte[] head = new byte[HEAD];
  private final byte[] held = new byte[CHECKSUM];
  private long size;
  private long crc;
  private int lastHashed = -1;

  private static long[] table() {
    long[] table = new long[256];
    for (int i = 0; i < 256; i++) {
      long value = i;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
      }
      table[i] = value;
    }
    return table;
  }

  /** The last eight bytes are the checksum, which it does not cover: they wait until more comes. */
  void passed(byte[] block, int from, int length) {
    for (int i = from; i < from + length; i++) {
      int slot = (int) (size % CHECKSUM);
      if (size >= CHECKSUM) {
        lastHashed = held[slot] & 0xff;
        crc = TABLE[(int) ((crc ^ lastHashed) & 0xff)] ^ (crc >>> 8);
      }
      held[slot] = block[i];
      if (size < HEAD) {
        head[(int) size] = block[i];
      }
      size++;
    }
  }

  /** The version of the format, such as 9. */
  int version() {
    String text = new String(head, StandardCharsets.US_ASCII);
    return text.matches("REDIS\\d{4}") ? Integer.parseInt(text.substring(5)) : -1;
  }

  /** Throws unless it was a whole file; {@code what} begins the message. */
  void end(String what) {
    if (version() < 0) {
      throw broken(what + " does not begin as an RDB file does");
    }
    byte[] tail = new byte[CHECKSUM];
    for (int i = 0; i < CHECKSUM; i++) {
      tail[i] = held[(int) ((size + i) % CHECKSUM)];
    }
    long told = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (size <= HEAD + CHECKSUM || lastHashed != EOF_MARK) {
      throw broken(what + " breaks off after " + size + " bytes");
    }
    // A server with rdbchecksum off writes zero.
    if (told != 0 && told != crc) {
      throw broken(what + " has another checksum than it tells");
    }
  }

  private static Failed broken(String what) {
    return Failed.because(
        RedisBackupError.CONTENT, what + ". " + RedisBackupError.CONTENT.nextStep());
  }

  /** Of all that has passed but the last eight bytes. */
  long crc() {
    return crc;
  }
}
