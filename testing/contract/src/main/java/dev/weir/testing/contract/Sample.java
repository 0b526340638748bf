package dev.weir.testing.contract;

import dev.weir.api.Database;
import dev.weir.api.Statement;
import java.time.Duration;
import java.util.Optional;

/** How an engine's language says what the contract needs, whether that is SQL or not. */
public interface Sample {
  /**
   * Makes what the other statements need; asked once, before all tests, and again after a crash.
   */
  void prepare(Database database);

  /**
   * A text with one {@code ?} that answers one row with the text bound to it in its first column.
   */
  String echo();

  /** Answers as many rows, each with a number or a text in its first column. */
  Statement rows(long count);

  /** Reads, and keeps the server busy for this time. */
  Statement sleep(Duration time);

  /**
   * Answers one row with the number of {@link #sleep} statements that run on the server now; empty
   * for engines that run in this process, where a statement ends with its call.
   */
  Optional<Statement> sleepers();

  /** Keeps a value under a key; refused or replaced where the key is there already. */
  Statement write(String key, String value);

  /** Answers one row with the value kept under a key, or none. */
  Statement read(String key);

  /** A text that the engine cannot parse. */
  String nonsense();

  /** Sends a payload to a channel; for engines with notifications. */
  default Statement notify(String channel, String payload) {
    throw new UnsupportedOperationException("The engine has no notifications.");
  }

  /** Something harmless that needs {@link dev.weir.api.Role#OPERATOR}. */
  Statement operatorOnly();
}
