package dev.weir.backup.postgresql;

import dev.weir.api.Failed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The header of a WAL segment's first page (access/xlog_internal.h, XLogLongPageHeaderData), in the
 * byte order of this machine.
 */
record WalPage(int timeline, long address, long system, int segmentSize) {
  private static final int LENGTH = 40;
  private static final int LONG_HEADER = 2;

  /**
   * Refuses a file that is not the segment of its name.
   *
   * @throws dev.weir.api.Failed with {@code PGBACKUP-012}
   */
  static void check(String name, Path file) throws IOException {
    if (!name.matches("[0-9A-F]{24}")) {
      return;
    }
    long size = Files.size(file);
    WalPage page = read(name, file);
    WalName expected = WalName.parse(name, page.segmentSize()).orElseThrow();
    if (size != page.segmentSize()) {
      throw wrong(name, "it has " + size + " bytes instead of " + page.segmentSize());
    }
    if (page.address() != expected.start().value()) {
      throw wrong(
          name, "it begins at " + new Lsn(page.address()) + " instead of " + expected.start());
    }
  }

  private static WalPage read(String name, Path file) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LENGTH);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    if (bytes.length < LENGTH
        || (header.getShort(2) & LONG_HEADER) == 0
        || Integer.bitCount(header.getInt(32)) != 1) {
      throw wrong(
          name,
          "its first bytes are " + HexFormat.of().formatHex(bytes, 0, Math.min(8, bytes.length)));
    }
    return new WalPage(header.getInt(4), header.getLong(8), header.getLong(24), header.getInt(32));
  }

  private static Failed wrong(String name, String why) {
    return Failed.because(
        PostgresBackupError.LOG_FILE, "The file is not the WAL segment " + name + ": " + why + ".");
  }
}
