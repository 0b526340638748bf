package dev.weir.advisor.postgresql;

import java.util.List;

/**
 * An index that might help.
 *
 * @param table with its schema, quoted where it must be
 * @param keys columns or expressions in order, with a direction or an operator class where that
 *     matters
 * @param method such as {@code btree} or {@code gin}
 * @param where the rows that it holds; empty for all
 * @param share of the room of an index of all rows that it may take at most
 */
record Candidate(String table, List<String> keys, String method, String where, double share) {
  private static final String BTREE = "btree";

  Candidate {
    keys = List.copyOf(keys);
  }

  /** A B-tree of all rows. */
  Candidate(String table, List<String> keys) {
    this(table, keys, BTREE, "", 1);
  }

  /** One of another kind, of all rows. */
  static Candidate by(String method, String table, String key) {
    return new Candidate(table, List.of(key), method, "", 1);
  }

  /** The same of some rows. */
  Candidate of(String condition, double most) {
    return new Candidate(table, keys, method, condition, most);
  }

  /** The same of all rows. */
  Candidate whole() {
    return new Candidate(table, keys, method, "", 1);
  }

  /** Whether it is more than a B-tree of all rows. */
  boolean special() {
    return !method.equals(BTREE) || !where.isEmpty();
  }

  String columns() {
    return String.join(", ", keys);
  }

  /** What stands after the table's name: {@code USING gin (tags)}. */
  String definition() {
    return (method.equals(BTREE) ? "" : "USING " + method + " ")
        + "("
        + columns()
        + ")"
        + (where.isEmpty() ? "" : " WHERE (" + where + ")");
  }

  boolean prefixOf(Candidate other) {
    return table.equals(other.table)
        && !special()
        && !other.special()
        && keys.size() < other.keys.size()
        && other.keys.subList(0, keys.size()).equals(keys);
  }
}
