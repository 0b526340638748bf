package dev.weir.advisor.sqlite;

import static dev.weir.spi.advise.Severity.CRITICAL;
import static dev.weir.spi.advise.Severity.HINT;
import static dev.weir.spi.advise.Severity.WARNING;

import dev.weir.spi.advise.Rule;
import java.util.List;

/** All that can be said of a SQLite database. */
final class SqliteRules {
  static final Rule INTEGRITY =
      new Rule(
          "sqlite-damaged",
          CRITICAL,
          "The file is damaged",
          "The check of the file finds pages or indexes that do not fit together.",
          "Repairing by hand may lose rows; restore a backup instead.");
  static final Rule DUPLICATE =
      new Rule(
          "sqlite-index-duplicate",
          WARNING,
          "An index that is there twice",
          "Two indexes are the same; one of them costs writes and room, and gives nothing.",
          "None; the other index answers the same statements.");
  static final Rule REDUNDANT =
      new Rule(
          "sqlite-index-redundant",
          HINT,
          "An index that another one covers",
          "Another index begins with the same columns and answers the same statements.",
          "What reads all of this index reads a larger one from then on.");
  static final Rule FOREIGN_KEY =
      new Rule(
          "sqlite-foreign-key-without-index",
          WARNING,
          "A foreign key without an index",
          "Each delete of a referenced row reads the whole referencing table.",
          "The index takes room, and each write to its table a little longer.");
  static final Rule MISSING =
      new Rule(
          "sqlite-index-missing",
          WARNING,
          "An index that statements would use is missing",
          "A statement reads a table from end to end to find few rows.",
          "Building it keeps writers waiting; it takes room, and each write a little longer.");
  static final Rule JOURNAL =
      new Rule(
          "sqlite-journal-mode",
          HINT,
          "Readers and the writer wait for each other",
          "Without the write-ahead log a write keeps readers waiting, and readers a write.",
          "Two more files lie beside the database; it may not lie on a network share.");
  static final Rule FREE_PAGES =
      new Rule(
          "sqlite-free-pages",
          HINT,
          "Much of the file is empty",
          "Deleted rows have left pages that the file keeps.",
          "VACUUM needs room for a second copy, and keeps writers waiting while it runs.");

  static final List<Rule> ALL =
      List.of(INTEGRITY, DUPLICATE, REDUNDANT, FOREIGN_KEY, MISSING, JOURNAL, FREE_PAGES);

  private SqliteRules() {}
}
