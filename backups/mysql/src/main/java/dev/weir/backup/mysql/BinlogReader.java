package dev.weir.backup.mysql;

import dev.weir.api.Failed;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a binary log event by event, by the headers alone, which MariaDB and MySQL share
 * (dev.mysql.com, Replication Protocol, Binlog Event Header). Its bodies pass as they are.
 */
final class BinlogReader {
  static final byte[] MAGIC = {(byte) 0xfe, 'b', 'i', 'n'};
  static final int HEADER = 19;
  private static final int BLOCK = 1 << 16;

  private final String name;
  private final InputStream in;
  private final byte[] block = new byte[BLOCK];
  private long at;
  private long left;

  /**
   * @throws dev.weir.api.Failed with {@code MYBACKUP-010} when it is no binary log
   */
  BinlogReader(String name, InputStream in) throws IOException {
    this.name = name;
    this.in = in;
    if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
      throw bad("does not begin as a binary log does");
    }
    at = MAGIC.length;
  }

  /**
   * An event.
   *
   * @param at where it begins in its file
   * @param second when it was written, in seconds since 1970
   * @param head its header and as much of its body as {@link #next} was asked for
   */
  record Event(long at, long second, int type, long size, int flags, byte[] head) {
    long end() {
      return at + size;
    }
  }

  /**
   * The next event, after what is left of the last one was skipped; null at the end of the file.
   *
   * @param body how many bytes of the body are wanted at least, where it has them
   */
  @Nullable Event next(int body) throws IOException {
    skip();
    byte[] header = in.readNBytes(HEADER);
    if (header.length == 0) {
      return null;
    }
    if (header.length < HEADER) {
      throw bad("breaks off at " + at);
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    long second = Integer.toUnsignedLong(fields.getInt(0));
    long size = Integer.toUnsignedLong(fields.getInt(9));
    if (size < HEADER) {
      throw bad("holds no event at " + at);
    }
    int more = (int) Math.min(body, size - HEADER);
    byte[] head = Arrays.copyOf(header, HEADER + more);
    if (in.readNBytes(head, HEADER, more) < more) {
      throw bad("breaks off at " + at);
    }
    Event event =
        new Event(
            at, second, fields.get(4) & 0xff, size, Short.toUnsignedInt(fields.getShort(17)), head);
    left = size - head.length;
    at += size;
    return event;
  }

  private void skip() throws IOException {
    try {
      in.skipNBytes(left);
    } catch (EOFException e) {
      throw bad("breaks off before " + at);
    }
    left = 0;
  }

  /** Writes an event that {@link #next} has just told. */
  void copy(Event event, OutputStream out) throws IOException {
    out.write(event.head());
    while (left > 0) {
      int read = in.read(block, 0, (int) Math.min(block.length, left));
      if (read < 0) {
        throw bad("breaks off before " + at);
      }
      out.write(block, 0, read);
      left -= read;
    }
  }

  Failed bad(String what) {
    return Failed.because(
        MysqlBackupError.LOG_FILE,
        "The binary log " + name + " " + what + ". " + MysqlBackupError.LOG_FILE.nextStep());
  }
}
