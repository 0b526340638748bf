package dev.weir.spi.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The archived log of a database (WAL segments, binary logs), by the names that the engine gives
 * them. What {@link #add} has accepted is durable. Thread-safe and safe among processes.
 */
public interface LogArchive {
  /**
   * Keeps a file of the log: durable when it returns, and without effect when the same content is
   * there already.
   *
   * @throws dev.weir.api.WeirException when another content of that name is there
   */
  void add(String name, Path file) throws IOException;

  /** What is there, in the order of the names. */
  List<Segment> segments() throws IOException;

  Optional<Segment> find(String name) throws IOException;

  /** Reads a file, checked on the way like {@link BackupContent#read}. */
  InputStream read(String name) throws IOException;

  /**
   * A file of the log.
   *
   * @param size in bytes, plain
   * @param added when it was archived
   */
  record Segment(String name, long size, String sha256, Instant added) {}
}
