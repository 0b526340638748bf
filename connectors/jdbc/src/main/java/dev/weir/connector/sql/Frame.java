package dev.weir.connector.sql;

import org.jspecify.annotations.Nullable;

/** What {@link Tables} knows inside one pair of parentheses. */
final class Frame {
  /** What a name that comes next is. */
  enum Expected {
    NOTHING,
    READ,
    WRITTEN
  }

  Expected expected = Expected.NOTHING;

  /** What a name after a comma is. */
  Expected listed = Expected.NOTHING;

  /** SELECT or DELETE has been seen, so that FROM names tables. */
  boolean query;

  /** Between WITH and the statement that it belongs to. */
  boolean with;

  boolean recursive;

  /** The name of the common table expression whose body may follow. */
  @Nullable String cte;

  /** This is the body of one. */
  boolean body;

  /** How many common table expressions were known when it opened. */
  int known;

  Frame open(Expected inherited, int known) {
    expected = inherited;
    listed = Expected.NOTHING;
    query = false;
    with = false;
    recursive = false;
    cte = null;
    body = false;
    this.known = known;
    return this;
  }

  void expect(Expected next, Expected afterComma) {
    expected = next;
    listed = afterComma;
  }
}
