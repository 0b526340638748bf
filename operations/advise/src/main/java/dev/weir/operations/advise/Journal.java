package dev.weir.operations.advise;

import dev.weir.api.Caller;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was begun, applied and undone. A change is written down before it is made, so that whoever
 * comes after a crash knows what may be half done. Thread-safe.
 */
public interface Journal {
  /** The last word on each advice of a database, oldest first. */
  List<Entry> of(String database);

  /**
   * Adds an entry, and returns when it is kept.
   *
   * @throws dev.weir.api.Failed with {@code ADVICE-005} when it cannot be
   */
  void add(Entry entry);

  /**
   * Keeps others from changing the database by advice until it is closed.
   *
   * @throws dev.weir.api.Unavailable with {@code ADVICE-008} when another does so now
   */
  Hold hold(String database);

  /** The right to change a database. */
  @FunctionalInterface
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /** The last word on each advice, of entries in the order of their time. */
  static List<Entry> last(List<Entry> entries) {
    Map<String, Entry> last = new LinkedHashMap<>();
    for (Entry entry : entries) {
      last.remove(entry.id());
      last.put(entry.id(), entry);
    }
    return List.copyOf(last.values());
  }

  /** Where a change stands. */
  enum State {
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
  record Entry(
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
}
