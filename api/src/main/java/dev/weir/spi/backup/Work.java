package dev.weir.spi.backup;

/** Work under way, as the one who does it sees it. Thread-safe. */
public interface Work {
  /** Tells what is done now, in a few words; before each step. */
  void step(String what);

  /**
   * Tells how much of the database was read or written since the last call; for progress and
   * estimate.
   *
   * @param bytes in the database's own measure
   */
  void advance(long bytes);

  /** Tells how much there is to do in all, as soon as it is known. */
  void expect(long bytes);

  /**
   * Throws {@code WEIR-022} when the work was cancelled; to be called between pieces of work.
   *
   * @throws dev.weir.api.Rejected when it was cancelled
   */
  void check();

  /** Runs {@code stop} when the work is cancelled; for what blocks, such as a program's process. */
  void onCancel(Runnable stop);
}
