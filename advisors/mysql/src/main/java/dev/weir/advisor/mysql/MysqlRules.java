package dev.weir.advisor.mysql;

import static dev.weir.spi.advise.Severity.CRITICAL;
import static dev.weir.spi.advise.Severity.HINT;
import static dev.weir.spi.advise.Severity.WARNING;

import dev.weir.spi.advise.Rule;
import java.util.List;

/** All that can be said of a MariaDB or MySQL database. */
final class MysqlRules {
  static final Rule KEY_MISSING =
      new Rule(
          "mysql-primary-key-missing",
          WARNING,
          "A table without a primary key",
          "Replication by rows reads the whole table for each changed row, and clusters refuse it.",
          "Adding the key rebuilds the table.");
  static final Rule ENGINE =
      new Rule(
          "mysql-engine-not-transactional",
          WARNING,
          "A table that a crash may damage",
          "The table's engine knows no transactions, locks whole tables, and is not repaired after"
              + " a crash.",
          "The change rebuilds the table and keeps writers waiting.");
  static final Rule DUPLICATE =
      new Rule(
          "mysql-index-duplicate",
          WARNING,
          "An index that is there twice",
          "Two indexes are the same; one of them costs writes and room, and gives nothing.",
          "None; the other index answers the same statements.");
  static final Rule REDUNDANT =
      new Rule(
          "mysql-index-redundant",
          HINT,
          "An index that another one covers",
          "Another index begins with the same columns and answers the same statements.",
          "Statements that name the index by a hint fail.");
  static final Rule COUNTER =
      new Rule(
          "mysql-auto-increment-near-end",
          CRITICAL,
          "A counter that is running out",
          "When the column that takes the numbers is at its end, inserts fail.",
          "Changing the type rebuilds the table and keeps writers waiting.");
  static final Rule UNSAFE =
      new Rule(
          "mysql-commit-unsafe",
          CRITICAL,
          "Commits are lost by a crash",
          "Commits are acknowledged before they are on disk.",
          "Each commit waits for the disk.");
  static final Rule UTF8MB3 =
      new Rule(
          "mysql-utf8mb3",
          HINT,
          "Text that cannot hold every character",
          "The old character set refuses characters of four bytes, such as emoji and rare names.",
          "The change rebuilds the table; indexes on long columns may become too long.");

  static final List<Rule> ALL =
      List.of(KEY_MISSING, ENGINE, DUPLICATE, REDUNDANT, COUNTER, UNSAFE, UTF8MB3);

  private MysqlRules() {}
}
