package dev.weir.advisor.postgresql;

import static dev.weir.spi.advise.Severity.CRITICAL;
import static dev.weir.spi.advise.Severity.HINT;
import static dev.weir.spi.advise.Severity.WARNING;

import dev.weir.spi.advise.Rule;
import java.util.List;

/** All that can be said of a PostgreSQL database. */
final class PostgresqlRules {
  static final Rule INDEX_MISSING =
      new Rule(
          "index-missing",
          WARNING,
          "An index that statements would use is missing",
          "Statements read a table from end to end, or sort it, to find few rows.",
          "The index takes room, and each write to its table a little longer. Built CONCURRENTLY,"
              + " it blocks nobody.");
  static final Rule INDEX_UNUSED =
      new Rule(
          "index-unused",
          HINT,
          "An index that nobody reads",
          "Each write keeps the index up to date, and no statement has read it since the statistics"
              + " began.",
          "What runs less often than the statistics reach back, or on a replica alone, may need"
              + " it.");
  static final Rule INDEX_DUPLICATE =
      new Rule(
          "index-duplicate",
          WARNING,
          "An index that is there twice",
          "Two indexes are the same; one of them costs writes and room, and gives nothing.",
          "None; the other index answers the same statements.");
  static final Rule INDEX_REDUNDANT =
      new Rule(
          "index-redundant",
          HINT,
          "An index that another one covers",
          "Another index begins with the same columns and answers the same statements.",
          "The other index is larger, so that what reads much of this one may take a little"
              + " longer.");
  static final Rule INDEX_BLOATED =
      new Rule(
          "index-bloated",
          HINT,
          "An index that is mostly air",
          "Most of the index's pages are empty room that deleted rows have left.",
          "The rebuild needs room for a second copy while it runs.");
  static final Rule INDEX_INVALID =
      new Rule(
          "index-invalid",
          WARNING,
          "An index that is not valid",
          "A build that failed has left an index that costs writes and is never read.",
          "None for those who read; the rebuild needs room for a second copy while it runs.");
  static final Rule KEY_MISSING =
      new Rule(
          "primary-key-missing",
          WARNING,
          "A table without a primary key",
          "Rows cannot be told apart: logical replication, tools and duplicates all suffer.",
          "Adding the key locks the table for a moment.");
  static final Rule FOREIGN_KEY =
      new Rule(
          "foreign-key-without-index",
          WARNING,
          "A foreign key without an index",
          "Each delete of a referenced row, and each change of its key, reads the whole referencing"
              + " table, under lock.",
          "The index takes room, and each write to its table a little longer.");
  static final Rule SEQUENCE =
      new Rule(
          "sequence-near-end",
          CRITICAL,
          "A sequence that is running out",
          "When the sequence, or the column that takes its numbers, is at its end, inserts fail.",
          "Changing the column's type rewrites the table under an exclusive lock.");
  static final Rule TABLE_BLOATED =
      new Rule(
          "table-bloated",
          WARNING,
          "A table that is mostly air",
          "Most of the table's pages hold no rows; reading it, and the cache, pay for them.",
          "VACUUM FULL locks the table while it rewrites it; pg_repack does it without.");
  static final Rule AUTOVACUUM_OFF =
      new Rule(
          "autovacuum-off",
          WARNING,
          "Autovacuum is off",
          "Dead rows are never removed and the planner's statistics grow old.",
          "Vacuuming reads the table and writes; it blocks nobody.");
  static final Rule AUTOVACUUM_BEHIND =
      new Rule(
          "autovacuum-behind",
          WARNING,
          "Autovacuum does not keep up",
          "Dead rows pile up far beyond the point at which autovacuum should have removed them.",
          "Vacuuming reads the table and writes; it blocks nobody.");
  static final Rule STATISTICS_MISSING =
      new Rule(
          "statistics-missing",
          WARNING,
          "A table that was never analysed",
          "The planner guesses how many rows there are, and plans badly.",
          "None; ANALYZE reads a sample of the table.");
  static final Rule WRAPAROUND =
      new Rule(
          "wraparound",
          CRITICAL,
          "Transaction numbers are running out",
          "When the oldest transaction number is two thousand million old, the server refuses"
              + " writes.",
          "VACUUM FREEZE reads the whole table and writes much WAL.");
  static final Rule TYPE_WASTEFUL =
      new Rule(
          "type-wasteful",
          HINT,
          "A type that wastes room",
          "The values fit a type that takes less room on disk, in the cache and in indexes.",
          "Changing the type rewrites the table under an exclusive lock, and clients see another"
              + " type.");
  static final Rule CACHE_HIT =
      new Rule(
          "cache-hit-low",
          WARNING,
          "Too much is read from disk",
          "A large share of pages is not found in shared_buffers.",
          "The server must be started again; more memory for it is less for others.");
  static final Rule TEMP_FILES =
      new Rule(
          "work-mem-small",
          WARNING,
          "Sorts and hashes go to disk",
          "Statements write temporary files because work_mem is too small for them.",
          "Each sort or hash of each session may take that much memory.");
  static final Rule MEMORY_OVERCOMMITTED =
      new Rule(
          "memory-overcommitted",
          WARNING,
          "More memory is promised than there is",
          "If all allowed connections sort at once, the machine runs out of memory.",
          "Fewer connections are refused earlier; put a pool in front.");
  static final Rule CHECKPOINTS =
      new Rule(
          "checkpoints-forced",
          WARNING,
          "Checkpoints are forced by WAL",
          "WAL fills up before the time for a checkpoint has come; each costs full page images.",
          "More WAL takes room, and a restart after a crash takes longer.");
  static final Rule SCALE_FACTOR =
      new Rule(
          "autovacuum-scale-factor",
          HINT,
          "Autovacuum waits too long on a large table",
          "By its share of rows, autovacuum begins only after millions of dead rows.",
          "Vacuum runs more often, each time for less.");
  static final Rule REPLICA_LAG =
      new Rule(
          "replica-lag",
          WARNING,
          "A replica is behind",
          "Reads on it are old, and a failover would lose what it does not have yet.",
          "None by looking.");
  static final Rule SLOT_INACTIVE =
      new Rule(
          "slot-inactive",
          CRITICAL,
          "A replication slot keeps WAL for nobody",
          "Nobody reads the slot, and the server keeps WAL for it until the disk is full.",
          "Who used the slot must be set up anew.");
  static final Rule TRANSACTION_LONG =
      new Rule(
          "transaction-long",
          WARNING,
          "A transaction that runs for long",
          "Vacuum can remove nothing that died since it began, in the whole database.",
          "Its work is lost.");
  static final Rule TRANSACTION_IDLE =
      new Rule(
          "transaction-idle",
          WARNING,
          "A transaction that waits for its client",
          "It holds its locks, and keeps vacuum from removing rows, while nothing is done.",
          "Its work is rolled back, and its client gets an error.");
  static final Rule BLOCKER =
      new Rule(
          "lock-blocker",
          WARNING,
          "A session that others wait for",
          "Others wait for the locks of this session.",
          "Its work is rolled back, and its client gets an error.");
  static final Rule CONNECTIONS =
      new Rule(
          "connections-near-limit",
          CRITICAL,
          "Connections are running out",
          "When all connections are taken, new clients are refused.",
          "More connections take more memory, and the server must be started again.");
  static final Rule UNSAFE =
      new Rule(
          "data-unsafe",
          CRITICAL,
          "A setting that loses data",
          "After a crash of the machine the database may be damaged beyond repair.",
          "Writes take longer, as they must.");
  static final Rule COMMIT_ASYNC =
      new Rule(
          "commit-asynchronous",
          HINT,
          "Commits are acknowledged before they are on disk",
          "After a crash the last commits, up to three times wal_writer_delay, may be gone; nothing"
              + " is damaged.",
          "Each commit waits for the disk.");
  static final Rule TRUST =
      new Rule(
          "access-trust",
          CRITICAL,
          "Whoever reaches the server is let in",
          "pg_hba.conf trusts connections without a password.",
          "Clients that have no password are refused from then on.");
  static final Rule TLS_OFF =
      new Rule(
          "tls-off",
          WARNING,
          "Connections are not encrypted",
          "The server listens on the network without TLS; passwords' hashes and data can be read on"
              + " the way.",
          "It needs a certificate.");
  static final Rule PASSWORD_MD5 =
      new Rule(
          "password-md5",
          WARNING,
          "Passwords are kept as MD5",
          "New passwords are hashed by MD5, which can be guessed and replayed.",
          "Very old clients cannot sign in with SCRAM.");
  static final Rule SUPERUSER =
      new Rule(
          "login-superuser",
          WARNING,
          "The application signs in as a superuser",
          "Whoever gets hold of it owns the machine's database server, row-level security or not.",
          "What the application does beyond its own tables is refused from then on.");
  static final Rule PUBLIC_CREATE =
      new Rule(
          "schema-public-create",
          WARNING,
          "Everybody may create objects in schema public",
          "Any login can put a function or table where others' statements find it first.",
          "Logins that create objects there without a right of their own are refused from then"
              + " on.");

  static final List<Rule> ALL =
      List.of(
          INDEX_MISSING,
          INDEX_UNUSED,
          INDEX_DUPLICATE,
          INDEX_REDUNDANT,
          INDEX_BLOATED,
          INDEX_INVALID,
          KEY_MISSING,
          FOREIGN_KEY,
          SEQUENCE,
          TABLE_BLOATED,
          AUTOVACUUM_OFF,
          AUTOVACUUM_BEHIND,
          STATISTICS_MISSING,
          WRAPAROUND,
          TYPE_WASTEFUL,
          CACHE_HIT,
          TEMP_FILES,
          MEMORY_OVERCOMMITTED,
          CHECKPOINTS,
          SCALE_FACTOR,
          REPLICA_LAG,
          SLOT_INACTIVE,
          TRANSACTION_LONG,
          TRANSACTION_IDLE,
          BLOCKER,
          CONNECTIONS,
          UNSAFE,
          COMMIT_ASYNC,
          TRUST,
          TLS_OFF,
          PASSWORD_MD5,
          SUPERUSER,
          PUBLIC_CREATE);

  private PostgresqlRules() {}
}
