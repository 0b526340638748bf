package dev.weir.backup.redis;

import dev.weir.api.Failed;
import dev.weir.api.WeirException;
import dev.weir.spi.backup.Position;
import dev.weir.spi.backup.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Fetches a snapshot as a replica does at its first synchronisation (redis.io, Replication): {@code
 * PSYNC ? -1}, to which the server answers where it stands and then an RDB file, either of a length
 * that it tells or, when it writes straight to the socket, up to a mark that it tells.
 */
final class Snapshot {
  private static final int BLOCK = 1 << 16;
  private static final int MARK = 40;

  private final Wire wire;
  private final Work work;
  private final OutputStream out;
  private final RdbCheck check = new RdbCheck();

  Snapshot(Wire wire, Work work, OutputStream out) {
    this.wire = wire;
    this.work = work;
    this.out = out;
  }

  /** Answers where the server stood. */
  Position fetch() throws IOException {
    wire.ask("REPLCONF", "capa", "eof");
    try {
      // Newer servers need not keep the writes of the meantime for us then.
      wire.ask("REPLCONF", "rdb-only", "1");
    } catch (WeirException older) {
      work.check();
    }
    wire.send(Wire.bytes("PSYNC", "?", "-1"));
    wire.flush();
    String[] told = line().split(" ");
    if (told.length < 3 || !told[0].equals("+FULLRESYNC")) {
      throw Failed.because(
          RedisBackupError.REFUSED,
          "The server did not agree to a full synchronisation: " + String.join(" ", told) + ".");
    }
    payload(header());
    check.end("The snapshot");
    return new Position(Map.of("replication-id", told[1], "offset", told[2]));
  }

  int version() {
    return check.version();
  }

  /** Empty lines come as long as the server prepares its file. */
  private String line() throws IOException {
    String line = wire.line();
    while (line.isEmpty()) {
      work.check();
      line = wire.line();
    }
    return line;
  }

  private String header() throws IOException {
    String line = line();
    if (line.charAt(0) != '$') {
      throw Failed.because(
          RedisBackupError.REFUSED, "The server sent no snapshot but: " + line + ".");
    }
    return line.substring(1);
  }

  private void payload(String header) throws IOException {
    if (header.startsWith("EOF:")) {
      marked(header.substring(4).getBytes(StandardCharsets.US_ASCII));
    } else {
      counted(Long.parseLong(header));
    }
  }

  private void counted(long length) throws IOException {
    byte[] block = new byte[BLOCK];
    for (long left = length; left > 0; ) {
      int read = wire.read(block, 0, (int) Math.min(block.length, left));
      keep(block, read);
      left -= read;
    }
  }

  /** Nothing follows the mark, so that it is at the end of what was read when it is complete. */
  private void marked(byte[] mark) throws IOException {
    byte[] block = new byte[BLOCK + MARK];
    int filled = 0;
    while (true) {
      filled += wire.read(block, filled, block.length - filled);
      int start = filled - MARK;
      if (start >= 0 && Arrays.equals(block, start, filled, mark, 0, MARK)) {
        keep(block, start);
        return;
      }
      if (start > 0) {
        keep(block, start);
        System.arraycopy(block, start, block, 0, MARK);
        filled = MARK;
      }
    }
  }

  private void keep(byte[] block, int length) throws IOException {
    work.check();
    check.passed(block, 0, length);
    out.write(block, 0, length);
    work.advance(length);
  }
}
