package dev.weir.spi.advise;

import dev.weir.api.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds what is wrong with databases of an engine, by what the engine tells of itself. Found by
 * {@link java.util.ServiceLoader}; stateless, thread-safe and cheap to create. It speaks to the
 * database as its caller, through the one request path.
 */
public interface Advisor {
  /** The types of definitions that it serves, such as {@code POSTGRESQL}. */
  Set<String> types();

  /** All that it can say. */
  List<Rule> rules();

  /**
   * Looks at the database and changes nothing. A check that cannot be made is told as such; only
   * when the database cannot be reached at all does this throw.
   */
  Findings examine(Examination examination);

  /**
   * Runs commands of a remedy one after the other, so that others are not kept waiting: each waits
   * for locks no longer than {@code patience}, and is tried again some times. What a command that
   * failed has left is taken away before this throws.
   *
   * @param progress hears of each step, in a sentence
   */
  void carryOut(
      Database database, List<String> commands, Duration patience, Consumer<String> progress);

  /**
   * Takes away what a remedy that was interrupted has left, such as an index that is not valid.
   * Does nothing when nothing is left, as on engines whose changes are whole or not at all.
   *
   * @return what was taken away
   */
  default Optional<String> clean(Database database, Remedy remedy, Consumer<String> progress) {
    return Optional.empty();
  }

  /**
   * Measures statements that only read, by running each some times in a transaction that is read
   * only and rolled back; others are left out.
   */
  List<Measured> measure(Database database, List<String> statements);
}
