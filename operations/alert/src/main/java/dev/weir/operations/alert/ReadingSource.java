package dev.weir.operations.alert;

import java.util.List;
import java.util.Set;

/**
 * Reads figures that rules look at. What it does not tell although it could is good; when it
 * throws, nothing is known, and alerts stay as they are.
 */
public interface ReadingSource {
  /** The names of the readings that it may tell. */
  Set<String> tells();

  /** The readings as they are now; must not wait for a database. */
  List<Reading> read();
}
