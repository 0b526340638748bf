package dev.weir.spi.advise;

import dev.weir.spi.monitor.Figure;
import java.time.Duration;
import java.util.Optional;

/**
 * How much counters of one database grew lately, where somebody kept that. What a server has
 * counted since ever tells of faults that were mended long ago; this does not.
 */
@FunctionalInterface
public interface Lately {
  /** Nobody kept anything. */
  Lately UNKNOWN = (_, _) -> Optional.empty();

  /**
   * How much a counter grew.
   *
   * @param over how much of the time that was asked for is known
   */
  record Growth(double amount, Duration over) {}

  /**
   * The growth of a counter.
   *
   * @param figure as {@link Figure#name} has it
   * @param span the time before now
   * @return empty when nothing is known of that time
   */
  Optional<Growth> growth(String figure, Duration span);
}
