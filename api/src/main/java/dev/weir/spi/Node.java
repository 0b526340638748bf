package dev.weir.spi;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Health.PoolStatus;
import dev.weir.api.Rejected;
import dev.weir.api.Schema;
import dev.weir.api.SchemaFilter;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One reachable server of a database, with its own pool. Thread-safe. */
public interface Node extends AutoCloseable {
  String name();

  /**
   * Borrows a session.
   *
   * @param deadline how long it may wait, connecting included
   * @throws dev.weir.api.Unavailable when none becomes free, or the server cannot be reached
   */
  Session borrow(Deadline deadline);

  PoolStatus pool();

  /** Changes the most sessions at once, while running. */
  void resize(int minSize, int maxSize);

  /**
   * Takes changed settings that need no new connections (pool sizes, timeouts); false when a new
   * node is needed.
   */
  boolean adopt(Definition changed);

  /** The server's name and version in its own words, asked of it now. */
  String version(Deadline deadline);

  Schema schema(SchemaFilter filter, Deadline deadline);

  /**
   * Walks the way to the server step by step (name, TCP, TLS, login, privileges, version) and tells
   * each as it ends; stops at the first that fails. Opens its own connection, outside the pool.
   */
  void diagnose(Deadline deadline, Consumer<Step> listener);

  /**
   * Opens a connection outside the pool and listens to channels on it; for connectors that declare
   * {@link dev.weir.api.Ability#NOTIFICATIONS}.
   */
  default Listening listen(Set<String> channels, Deadline deadline) {
    throw Rejected.because(
        CoreError.NOT_SUPPORTED, "The engine of node " + name() + " has no notifications.");
  }

  /** Looks after sessions that nobody uses; called every second, and quick. */
  default void tend() {}

  /** Closes idle sessions now and those in use when they come back. */
  void evict();

  /** Closes the pool and every session; what runs is cut off. */
  @Override
  void close();

  /**
   * One step on the way to the server.
   *
   * @param name such as {@code tcp}
   * @param outcome after FAILED the further steps are not run
   * @param finding what was found, in a sentence
   * @param mend what to do about it, in a sentence; empty when it is fine
   */
  record Step(String name, Outcome outcome, String finding, String mend, java.time.Duration took) {
    /** How a step ended. */
    public enum Outcome {
      OK,
      WARNING,
      FAILED,
      SKIPPED
    }
  }

  /** The steps of a diagnosis, gathered. */
  default List<Step> diagnose(Deadline deadline) {
    List<Step> steps = new java.util.ArrayList<>();
    diagnose(deadline, steps::add);
    return steps;
  }
}
