package dev.weir.advisor.postgresql;

import java.util.Set;

/** Where indexes are tried without being built on the tables themselves. */
sealed interface Laboratory permits HypotheticalIndexes, ScratchCopy {
  /** How it is done, for evidence. */
  String means();

  /** The statement as it is planned here. */
  String text(String statement);

  /**
   * Puts up an index beside those that are there.
   *
   * @return the names by which plans tell it; none when it cannot be
   */
  Set<String> make(Candidate candidate);

  /** Takes away all that were made. */
  void clear();

  /** What it would take on disk, once it was made; 0 before. */
  double bytes(Candidate candidate);

  /** Leaves nothing behind in the session. */
  void close();
}
