package dev.weir.spi.backup;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

/** One backup, read back: decrypted, decompressed and checked on the way. Thread-safe. */
public interface BackupContent {
  /** The backup's id. */
  String id();

  Level level();

  Scope scope();

  /** The server's version at the time, in its own words, such as {@code 15.19}. */
  String serverVersion();

  Position position();

  /** When it began. */
  Instant started();

  /** The names of its files, in the order in which they were begun. */
  List<String> files();

  /** The plain size of a file in bytes. */
  long size(String file);

  /**
   * Reads a file. Its checksum is compared at the end of the stream, so that whoever reads to the
   * end has read what was written, or gets {@code BACKUP-…} thrown.
   */
  InputStream read(String file) throws IOException;
}
