package dev.weir.operations.monitor;

import dev.weir.spi.NotChecked;
import dev.weir.spi.monitor.Plan;
import dev.weir.spi.monitor.StatementFigures;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where what was seen is kept. Thread-safe; failures are its own business and are logged by it. */
public interface History {
  /** Numbers of one moment. */
  void keep(String database, Instant at, List<Sample> samples);

  /** What could not be looked at, in place of what was told before. */
  void gaps(String database, Instant at, List<NotChecked> gaps);

  /** The texts of statements whose fingerprints are in samples. */
  void statements(String database, Instant at, List<StatementFigures> statements);

  /**
   * A plan of a statement that was slow.
   *
   * @return the plan that the statement had the last time, where that was another
   */
  Optional<EarlierPlan> plan(String database, Instant at, SlowStatement statement, Plan plan);

  /**
   * A plan that a statement had.
   *
   * @param words its costly step, as {@link PlanText#words} tells it
   * @param seconds that the statement took by it
   */
  record EarlierPlan(String hash, String words, double seconds) {}

  /**
   * A statement that was slow.
   *
   * @param text without literals
   */
  record SlowStatement(String fingerprint, String text, double seconds, long rows) {}
}
