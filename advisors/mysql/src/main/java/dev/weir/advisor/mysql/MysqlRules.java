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
          "Replication by rows reads the whole table for each changed row, and clusters refuse"
              + " it.",
          "Adding the key rebuilds the table.");
  static final Rule ENGINE =
      new Rule(
          "mysql-engine-not-transactional",
          WARNING,
          "A table that a crash may damage",
          "The table's engine knows no transactions, locks whole tables, and is not repaired"
              + " after a crash.",
          "The change rebuilds the table and keeps writers waiting.");
  static final Rule MISSING =
      new Rule(
          "mysql-index-missing",
          WARNING,
          "An index that statements would use is missing",
          "Statements read a table from end to end, or sort it, to find few rows.",
          "The index takes room, and each write to its table a little longer. Built online, it"
              + " blocks nobody.");
  static final Rule UNUSED =
      new Rule(
          "mysql-index-unused",
          HINT,
          "An index that nobody reads",
          "Each write keeps the index up to date, and no statement has read it since the"
              + " server began.",
          "What runs less often than the server is started, or on a replica alone, may need it.");
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
  static final Rule FRAGMENTED =
      new Rule(
          "mysql-table-fragmented",
          HINT,
          "A table that is mostly air",
          "Deleted rows have left room in the table's file that nothing else can use.",
          "The rebuild needs room for a second copy while it runs.");
  static final Rule TYPE_WASTEFUL =
      new Rule(
          "mysql-type-wasteful",
          HINT,
          "A column that takes more room than it needs",
          "Values are padded with blanks that every reader and the cache pay for.",
          "The change rebuilds the table and keeps writers waiting; what compares padded"
              + " values may find others.");
  static final Rule UTF8MB3 =
      new Rule(
          "mysql-utf8mb3",
          HINT,
          "Text that cannot hold every character",
          "The old character set refuses characters of four bytes, such as emoji and rare"
              + " names.",
          "The change rebuilds the table; indexes on long columns may become too long.");
  static final Rule UNSAFE =
      new Rule(
          "mysql-commit-unsafe",
          CRITICAL,
          "Commits are lost by a crash",
          "Commits are acknowledged before they are on disk.",
          "Each commit waits for the disk.");
  static final Rule DOUBLEWRITE =
      new Rule(
          "mysql-doublewrite-off",
          CRITICAL,
          "A crash may damage pages",
          "A page that was half written when the machine stopped cannot be repaired.",
          "Pages are written twice, and the server must be started again.");
  static final Rule REPLICA_STOPPED =
      new Rule(
          "mysql-replica-stopped",
          CRITICAL,
          "A replica that does not replicate",
          "Nothing of the primary arrives or is applied: reads are old, and a failover would"
              + " lose what is missing.",
          "None by starting it; what it could not apply may differ from the primary.");
  static final Rule REPLICA_LAG =
      new Rule(
          "mysql-replica-lag",
          WARNING,
          "A replica is behind",
          "Reads on it are old, and a failover would lose what it does not have yet.",
          "None by looking.");
  static final Rule CONNECTIONS =
      new Rule(
          "mysql-connections-near-limit",
          CRITICAL,
          "Connections are running out",
          "When all connections are taken, new clients are refused.",
          "Each connection takes memory.");
  static final Rule BUFFER_POOL =
      new Rule(
          "mysql-buffer-pool-small",
          WARNING,
          "Too much is read from disk",
          "A large share of pages is not found in the buffer pool, which is smaller than the"
              + " tables.",
          "More memory for it is less for others.");
  static final Rule TMP_ON_DISK =
      new Rule(
          "mysql-temporary-tables-on-disk",
          HINT,
          "Temporary tables go to disk",
          "A statement sorts or groups more than fits into the memory that it may take.",
          "Each session may take that memory.");
  static final Rule BINLOG_KEPT =
      new Rule(
          "mysql-binlog-kept-forever",
          WARNING,
          "The binary log is never removed",
          "Its files grow until the disk is full.",
          "Replicas and backups that are further behind cannot follow any more.");
  static final Rule NOT_STRICT =
      new Rule(
          "mysql-sql-mode-not-strict",
          WARNING,
          "Values are cut off without an error",
          "What does not fit is shortened or becomes zero, and the statement succeeds.",
          "Statements that were cut off in silence fail.");
  static final Rule SLOW_LOG =
      new Rule(
          "mysql-slow-log-off",
          HINT,
          "Nobody knows what is slow",
          "The server neither writes down its slow statements nor counts any.",
          "The file grows with each slow statement.");
  static final Rule TRANSPORT =
      new Rule(
          "mysql-transport-open",
          WARNING,
          "Connections may be unencrypted",
          "The server listens on the network without insisting on TLS; data can be read on the"
              + " way.",
          "Clients without TLS are refused from then on.");
  static final Rule ACCOUNT_OPEN =
      new Rule(
          "mysql-account-open",
          CRITICAL,
          "An account that lets everybody in",
          "Whoever reaches the server signs in without a password, or by any name.",
          "Clients that have no password are refused from then on.");
  static final Rule SUPERUSER_ANYWHERE =
      new Rule(
          "mysql-superuser-anywhere",
          WARNING,
          "An account for everything, from anywhere",
          "Whoever gets hold of its password owns the server, from any machine that reaches it.",
          "Who signs in with it from elsewhere is refused from then on.");

  static final List<Rule> ALL =
      List.of(
          KEY_MISSING,
          ENGINE,
          MISSING,
          UNUSED,
          DUPLICATE,
          REDUNDANT,
          COUNTER,
          FRAGMENTED,
          TYPE_WASTEFUL,
          UTF8MB3,
          UNSAFE,
          DOUBLEWRITE,
          REPLICA_STOPPED,
          REPLICA_LAG,
          CONNECTIONS,
          BUFFER_POOL,
          TMP_ON_DISK,
          BINLOG_KEPT,
          NOT_STRICT,
          SLOW_LOG,
          TRANSPORT,
          ACCOUNT_OPEN,
          SUPERUSER_ANYWHERE);

  private MysqlRules() {}
}
