package dev.weir.operations.advise;

import dev.weir.spi.advise.Measured;
import java.util.List;

/**
 * How an advice went.
 *
 * @param before what real statements took
 * @param after the same statements, in the same order
 */
public record Applied(
    String id, Outcome outcome, List<Measured> before, List<Measured> after, String text) {
  public Applied {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** What became of it. */
  public enum Outcome {
    /** Nothing was done; this is what would be. */
    PLANNED,
    APPLIED,
    /** A statement took longer than before, and everything is as it was. */
    MADE_WORSE_AND_UNDONE,
    UNDONE
  }
}
