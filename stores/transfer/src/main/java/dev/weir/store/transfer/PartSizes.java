package dev.weir.store.transfer;

import java.util.List;

/**
 * How large the parts of an upload are. They grow with their number, so that a store's limit on the
 * number of parts suffices for its largest object, while small objects need little memory.
 *
 * @param steps by the number of parts that each lasts, smallest first
 */
public record PartSizes(List<Step> steps) {
  private static final int MEBI = 1 << 20;

  /** 10,000 parts for 5 TB, as S3 grants. */
  public static final PartSizes OF_10_000 =
      new PartSizes(List.of(step(1_000, 8), step(4_000, 32), step(5_000, 1024)));

  /** 50,000 parts for 5 TB, as Azure grants. */
  public static final PartSizes OF_50_000 =
      new PartSizes(List.of(step(10_000, 8), step(20_000, 32), step(20_000, 256)));

  public PartSizes {
    steps = List.copyOf(steps);
  }

  /** A number of parts, and their size in bytes. */
  public record Step(int parts, int size) {}

  private static Step step(int parts, int mebibytes) {
    return new Step(parts, mebibytes * MEBI);
  }

  /**
   * The size of a part in bytes.
   *
   * @param number counts from 1
   */
  public int of(int number) {
    int last = 0;
    for (Step step : steps) {
      last += step.parts();
      if (number <= last) {
        return step.size();
      }
    }
    throw new IllegalArgumentException("An object has at most " + last + " parts.");
  }

  /** How many bytes fit into an object. */
  public long capacity() {
    return steps.stream().mapToLong(step -> (long) step.parts() * step.size()).sum();
  }
}
