package dev.weir.spi.backup;

import java.io.IOException;
import java.io.OutputStream;

/** Where a method puts the files of a backup. Several may be open at once. Thread-safe. */
public interface BackupSink {
  /**
   * Begins a file. Closing the stream ends it; what was not closed is not part of the backup.
   *
   * @param name relative, with {@code /} between its parts; unique in the backup
   * @param compressed true when the content is compressed already, so that doing it again would be
   *     in vain
   */
  OutputStream file(String name, boolean compressed) throws IOException;

  /**
   * The program whose format files are compressed in where they are not yet: {@code zstd}, {@code
   * gzip} or {@code lz4}, or {@code none}. A method whose own program writes that format, at about
   * the same size, may leave it to that and say so of its files.
   */
  default String compression() {
    return "none";
  }
}
