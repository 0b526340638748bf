package dev.weir.spi.advise;

import dev.weir.api.Database;
import java.util.List;
import java.util.Set;

/**
 * What is to be examined.
 *
 * @param samples statements that the caller knows; the engine's own statistics are used besides
 * @param scratch whether a scratch copy may be made to try indexes on, where the engine has no
 *     better means
 * @param recent indexes, as they are written in a statement, that are too new to be called unused
 * @param lately what counters grew in the last hours, as far as somebody kept that
 */
public record Examination(
    Database database, List<Sample> samples, boolean scratch, Set<String> recent, Lately lately) {
  public Examination {
    samples = List.copyOf(samples);
    recent = Set.copyOf(recent);
  }

  public static Examination of(Database database) {
    return new Examination(database, List.of(), true, Set.of(), Lately.UNKNOWN);
  }

  public Examination with(List<Sample> more) {
    return new Examination(database, more, scratch, recent, lately);
  }

  /** Judged by what counters grew lately. */
  public Examination knowing(Lately known) {
    return new Examination(database, samples, scratch, recent, known);
  }

  public Examination withoutScratch() {
    return new Examination(database, samples, false, recent, lately);
  }
}
