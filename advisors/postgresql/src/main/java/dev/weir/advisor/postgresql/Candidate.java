package dev.weir.advisor.postgresql;

import java.util.List;

/**
 * An index that might help.
 *
 * @param table with its schema, quoted where it must be
 * @param keys columns or expressions in order, with a direction where that matters
 */
record Candidate(String table, List<String> keys) {
  Candidate {
    keys = List.copyOf(keys);
  }

  String columns() {
    return String.join(", ", keys);
  }

  boolean prefixOf(Candidate other) {
    return table.equals(other.table)
        && keys.size() < other.keys.size()
        && other.keys.subList(0, keys.size()).equals(keys);
  }
}
