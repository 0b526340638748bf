package dev.weir.benchmarks;

import java.util.function.Consumer;

/** One question of speed, asked of Weir and a peer in turns within one run. */
interface Benchmark {
  /** What people type to run it alone. */
  String name();

  /**
   * Measures and tells each figure as soon as it is known.
   *
   * @param quick true for fewer and shorter rounds
   */
  void run(boolean quick, Consumer<Figure> told) throws Exception;
}
