package dev.weir.operations.advise;

import dev.weir.api.Caller;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/**
 * What was begun, applied and undone: lines of JSON in a file that only grows. A change is written
 * down before it is made, so that whoever comes after a crash knows what may be half done.
 */
public final class Journal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  public Journal(Path file) {
    this.file = file;
  }

  /** Where a change stands. */
  public enum State {
    BEGUN,
    APPLIED,
    FAILED,
    WORSE,
    UNDONE
  }

  /**
   * A line.
   *
   * @param index what the commands build, or null
   */
  public record Entry(
      String when,
      String who,
      String database,
      String id,
      String rule,
      String object,
      State state,
      List<String> commands,
      List<String> undo,
      @Nullable String index) {
    Entry now(State changed) {
      return new Entry(
          Instant.now().toString(),
          Caller.current().principal().name(),
          database,
          id,
          rule,
          object,
          changed,
          commands,
          undo,
          index);
    }
  }

  /** The last word on each advice of a database, oldest first. */
  public List<Entry> of(String database) {
    Map<String, Entry> last = new LinkedHashMap<>();
    for (Entry entry : all()) {
      if (entry.database().equals(database)) {
        last.remove(entry.id());
        last.put(entry.id(), entry);
      }
    }
    return List.copyOf(last.values());
  }

  private List<Entry> all() {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<Entry> entries = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        read(line, entries);
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return entries;
  }

  /** A line that a crash cut short says nothing; what it would have said had not been done. */
  private static void read(String line, List<Entry> entries) {
    try {
      entries.add(JSON.readValue(line, Entry.class));
    } catch (JacksonException cutShort) {
      // the next line stands for itself
    }
  }

  /** Adds a line, and returns when it is on disk. */
  void add(Entry entry) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      byte[] line = ("\n" + JSON.writeValueAsString(entry)).getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock _ = channel.lock()) {
        channel.write(java.nio.ByteBuffer.wrap(line));
        channel.force(true);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(IOException e) {
    return AdviceError.JOURNAL.because("The file " + file + " cannot be used.", e);
  }
}
