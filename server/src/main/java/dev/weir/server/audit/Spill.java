package dev.weir.server.audit;

import dev.weir.Home;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keeps audit lines in a file of the home while the store cannot take them, and hands them over
 * when it can again.
 */
@Component
final class Spill {
  private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

  private final Path file;
  private final Path handing;
  private final JsonMapper json;

  Spill(Home home, JsonMapper json) {
    this.file = home.audit().resolve("spill.jsonl");
    this.handing = home.audit().resolve("spill.handing");
    this.json = json;
  }

  /** Takes lines to the store. */
  interface Taker {
    void take(List<Entry> entries) throws SQLException;
  }

  synchronized void keep(List<Entry> entries) {
    StringBuilder lines = new StringBuilder();
    entries.forEach(entry -> lines.append(json.writeValueAsString(entry)).append('\n'));
    long before = 0;
    try {
      Files.createDirectories(file.getParent());
      before = Files.exists(file) ? Files.size(file) : 0;
      if (before > 0 && !endsLine(before)) {
        // What a crash cut short must not take the next line with it.
        lines.insert(0, '\n');
      }
      Files.writeString(
          file,
          lines,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      shorten(before);
      LOG.error(
          "The audit can be written neither to the store nor to {} ({}): {} lines follow here",
          file,
          e.getMessage(),
          entries.size());
      entries.forEach(entry -> LOG.error("audit {}", json.writeValueAsString(entry)));
    }
  }

  private boolean endsLine(long length) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(length - 1).read(last);
      return last.get(0) == '\n';
    }
  }

  /** Takes back the part of a line that a full disk still took. */
  private void shorten(long length) {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    } catch (IOException e) {
      LOG.error("{} may end within a line: {}", file, e.getMessage());
    }
  }

  /**
   * Hands over what is kept. A crash in the middle hands lines over twice rather than not at all.
   */
  synchronized void drain(Taker taker) {
    try {
      if (!Files.exists(handing)) {
        if (!Files.exists(file)) {
          return;
        }
        Files.move(file, handing, StandardCopyOption.ATOMIC_MOVE);
      }
      List<Entry> entries = new ArrayList<>();
      for (String line : Files.readAllLines(handing, StandardCharsets.UTF_8)) {
        read(line, entries);
      }
      taker.take(entries);
      Files.delete(handing);
      LOG.info("{} audit lines went from the spill file to the store", entries.size());
    } catch (SQLException e) {
      LOG.debug("The store still takes no audit lines: {}", e.getMessage());
    } catch (IOException e) {
      LOG.warn("The spill file of the audit cannot be read: {}", e.getMessage());
    }
  }

  /** A line cut short by a crash was never acknowledged. */
  private void read(String line, List<Entry> into) {
    if (line.isEmpty()) {
      return;
    }
    try {
      into.add(json.readValue(line, Entry.class));
    } catch (JacksonException e) {
      LOG.warn("A line of the audit's spill file is cut short and was left out");
    }
  }
}
