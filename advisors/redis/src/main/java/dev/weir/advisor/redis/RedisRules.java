package dev.weir.advisor.redis;

import static dev.weir.spi.advise.Severity.CRITICAL;
import static dev.weir.spi.advise.Severity.HINT;
import static dev.weir.spi.advise.Severity.WARNING;

import dev.weir.spi.advise.Rule;
import java.util.List;

/** All that can be said of a Redis server. */
final class RedisRules {
  static final Rule OPEN =
      new Rule(
          "redis-open",
          CRITICAL,
          "Whoever reaches the server is let in",
          "There is an account without a password, and protected mode is off.",
          "Clients that have no password are refused from then on.");
  static final Rule PASSWORD =
      new Rule(
          "redis-password-missing",
          WARNING,
          "An account without a password",
          "Protected mode keeps other machines out; every program on this one is let in.",
          "Clients that have no password are refused from then on.");
  static final Rule PERSISTENCE =
      new Rule(
          "redis-persistence-off",
          WARNING,
          "Nothing is kept on disk",
          "Neither snapshots nor the append-only file are on: when the server ends, all keys are"
              + " gone.",
          "Writing the file costs the disk, and memory while it is rewritten.");
  static final Rule SAVE_FAILED =
      new Rule(
          "redis-save-failed",
          CRITICAL,
          "The server cannot write its file",
          "The last snapshot, or the last write to the append-only file, has failed; what is newer"
              + " is gone when the server ends.",
          "None by looking.");
  static final Rule UNLIMITED =
      new Rule(
          "redis-memory-unlimited",
          HINT,
          "Memory without a limit",
          "The server grows until the machine has no memory left, and is then ended by it.",
          "At the limit the server removes keys or refuses writes, by its policy.");
  static final Rule NEAR_LIMIT =
      new Rule(
          "redis-memory-near-limit",
          CRITICAL,
          "Memory is running out",
          "At its limit the server refuses writes, as its policy lets it remove nothing.",
          "More memory for the server is less for others.");
  static final Rule FRAGMENTED =
      new Rule(
          "redis-memory-fragmented",
          HINT,
          "Memory that is mostly gaps",
          "The server holds much more memory than its keys take.",
          "Moving keys together costs some of the server's time.");
  static final Rule KEY_BIG =
      new Rule(
          "redis-key-big",
          WARNING,
          "A key that is too big",
          "Each command on all of it, and its end, keeps every other client waiting.",
          "The application has to read the parts instead of the whole.");
  static final Rule SLOW =
      new Rule(
          "redis-command-slow",
          WARNING,
          "A command that keeps everybody waiting",
          "Redis runs one command after the other; all clients wait while this one runs.",
          "None by looking.");
  static final Rule REPLICA =
      new Rule(
          "redis-replica-lag",
          WARNING,
          "A replica is behind",
          "Reads on it are old, and a failover would lose what it does not have yet.",
          "None by looking.");
  static final Rule CLIENTS =
      new Rule(
          "redis-clients-near-limit",
          CRITICAL,
          "Connections are running out",
          "When all connections are taken, new clients are refused.",
          "Each connection takes memory and a file handle.");

  static final List<Rule> ALL =
      List.of(
          OPEN,
          PASSWORD,
          PERSISTENCE,
          SAVE_FAILED,
          UNLIMITED,
          NEAR_LIMIT,
          FRAGMENTED,
          KEY_BIG,
          SLOW,
          REPLICA,
          CLIENTS);

  private RedisRules() {}
}
