package dev.weir.spi.monitor;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.ErrorCode;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import dev.weir.spi.Deadline;
import dev.weir.spi.Language;
import dev.weir.spi.NotChecked;
import dev.weir.spi.Understanding;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One look at a database: where, how long it may take, and how much may be told. For one thread.
 */
public final class Look {
  /**
   * Begins every statement of a look in SQL, so that it is known for Weir's own among what was run.
   */
  public static final String MARK = "/* weir monitor */ ";

  private static final String NOBODY = "weir-monitor";

  private final Database database;
  private final Language language;
  private final Deadline deadline;
  private final int limit;
  private final Depth depth;

  /** How much work a look may make. */
  private enum Depth {
    BRIEF,
    USUAL,
    EXACT
  }

  private Look(Database database, Language language, Deadline deadline, int limit, Depth depth) {
    this.database = database;
    this.language = language;
    this.deadline = deadline;
    this.limit = limit;
    this.depth = depth;
  }

  /**
   * A look.
   *
   * @param budget for all of its queries together
   * @param limit the most statements, tables or indexes to tell
   */
  public static Look at(Database database, Language language, Duration budget, int limit) {
    return new Look(database, language, Deadline.after(budget), limit, Depth.USUAL);
  }

  /** The same, and what is usually estimated is measured, which reads tables. */
  public Look exactly() {
    return new Look(database, language, deadline, limit, Depth.EXACT);
  }

  /** The same, without what takes longer the more tables there are, as sizes of databases do. */
  public Look briefly() {
    return new Look(database, language, deadline, limit, Depth.BRIEF);
  }

  /** The same, telling at most {@code most} statements, tables or indexes. */
  public Look atMost(int most) {
    return new Look(database, language, deadline, most, depth);
  }

  public Database database() {
    return database;
  }

  public int limit() {
    return limit;
  }

  public boolean exact() {
    return depth == Depth.EXACT;
  }

  public boolean brief() {
    return depth == Depth.BRIEF;
  }

  /** What is known of a text; texts of a look are told without literals. */
  public Understanding understand(String text) {
    return language.understand(text);
  }

  /** A text without its literals; where it cannot be read, its first word. */
  public String redacted(String text) {
    String bare = text.strip();
    if (bare.isEmpty()) {
      return "";
    }
    return redacted(bare, language.understand(bare));
  }

  /** The same of a text that has been understood already. */
  public String redacted(String text, Understanding understanding) {
    if (understanding.problem() == null) {
      return understanding.normalized();
    }
    String bare = text.strip();
    int word = 0;
    while (word < bare.length() && Character.isLetter(bare.charAt(word))) {
      word++;
    }
    return bare.substring(0, word) + " … (cut off by the server)";
  }

  /** The rows of a query. */
  public <T> List<T> rows(
      String text, Function<? super Row, ? extends T> mapper, @Nullable Object... values) {
    return database.query(statement(text, values)).list(mapper);
  }

  /**
   * A statement of this look, with what is left of its time. Catalogs hold no rows of tenants, so a
   * database that answers only for a tenant is asked for one that nobody is.
   */
  public Statement statement(String text, @Nullable Object... values) {
    boolean commented = database.abilities().contains(Ability.SQL);
    Statement statement = Statement.of(commented ? MARK + text : text, values).timeout(left());
    return database.definition().tenancy().required() ? statement.tenant(NOBODY) : statement;
  }

  /**
   * What is left of the budget.
   *
   * @throws Unavailable with {@code WEIR-021} when nothing is
   */
  public Duration left() {
    if (deadline.passed()) {
      throw Unavailable.because(
          CoreError.DEADLINE, "The look at database " + database.name() + " has used up its time.");
    }
    return Duration.ofNanos(Math.max(1_000_000, deadline.remainingNanos()));
  }

  /**
   * Reads a topic. What the database refuses, does not have or does not answer in time is not
   * checked; that it cannot be reached is thrown on.
   *
   * @param mend what to run where a privilege or an object is missing
   */
  public <T> Reading<T> reading(String what, String mend, Supplier<Reading<T>> read) {
    try {
      return read.get();
    } catch (WeirException e) {
      if (unreachable(e.code())) {
        throw e;
      }
      return Reading.unseen(new NotChecked(what, reason(e), mend(e.code(), mend)));
    }
  }

  private static boolean unreachable(ErrorCode code) {
    return code == DatabaseError.CONNECTION_REFUSED
        || code == DatabaseError.CONNECTION_LOST
        || code == DatabaseError.CONNECTION_LOST_DURING
        || code == DatabaseError.SERVER_STARTING
        || code == DatabaseError.TOO_MANY_CONNECTIONS
        || code == DatabaseError.AUTHENTICATION
        || code == DatabaseError.UNKNOWN_DATABASE
        || code == DatabaseError.TLS
        || code == CoreError.SHUTTING_DOWN
        || code == CoreError.POOL_EXHAUSTED
        || code == CoreError.BREAKER_OPEN
        || code == CoreError.INTERRUPTED;
  }

  private static String reason(WeirException error) {
    if (timeout(error.code())) {
      return "It took longer than its time.";
    }
    return String.valueOf(error.getMessage()) + " [" + error.code().id() + "]";
  }

  private static boolean timeout(ErrorCode code) {
    return code == DatabaseError.STATEMENT_TIMEOUT
        || code == CoreError.DEADLINE
        || code == DatabaseError.LOCK_TIMEOUT;
  }

  private static String mend(ErrorCode code, String mend) {
    return timeout(code) ? "Look again when the server is less busy, or with more time." : mend;
  }
}
