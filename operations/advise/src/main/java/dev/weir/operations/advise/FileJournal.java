package dev.weir.operations.advise;

import dev.weir.api.WeirException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;

/** A journal of lines of JSON in a file that only grows. */
public final class FileJournal implements Journal {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;

  public FileJournal(Path file) {
    this.file = file;
  }

  @Override
  public List<Entry> of(String database) {
    return Journal.last(all().stream().filter(entry -> entry.database().equals(database)).toList());
  }

  /** All entries, oldest first. */
  public List<Entry> all() {
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

  /** Locks a file beside it that stands for the database; the end of a process frees it. */
  @Override
  public Hold hold(String database) {
    Path lock = lock(database);
    // The system counts locks by process, and closing a file gives up all that this process has.
    if (!HELD.add(lock)) {
      throw busy(database);
    }
    FileChannel channel = null;
    try {
      Files.createDirectories(lock.getParent());
      channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        throw busy(database);
      }
      FileChannel held = channel;
      return () -> release(lock, held);
    } catch (IOException e) {
      release(lock, channel);
      throw failed(e);
    } catch (WeirException e) {
      release(lock, channel);
      throw e;
    }
  }

  private Path lock(String database) {
    return file.toAbsolutePath()
        .resolveSibling(
            file.getFileName() + "." + Integer.toHexString(database.hashCode()) + ".lock");
  }

  private static WeirException busy(String database) {
    return AdviceError.BUSY.because(
        "Database " + database + ": another advice is being carried out.");
  }

  private void release(Path lock, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw failed(e);
    } finally {
      HELD.remove(lock);
    }
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
  @Override
  public void add(Entry entry) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      byte[] line = ("\n" + JSON.writeValueAsString(entry)).getBytes(StandardCharsets.UTF_8);
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          FileLock _ = channel.lock()) {
        channel.write(ByteBuffer.wrap(line));
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
