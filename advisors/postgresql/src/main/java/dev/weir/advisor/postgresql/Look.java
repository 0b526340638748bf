package dev.weir.advisor.postgresql;

import dev.weir.api.Database;
import dev.weir.api.Row;
import dev.weir.api.Statement;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the catalog and the statistics of a database, and knows what many checks ask for. */
final class Look {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final TransactionOptions ONCE =
      TransactionOptions.DEFAULT.attempts(1).timeout(TIMEOUT.multipliedBy(2));

  private final Database database;
  private final Map<String, Setting> settings = new HashMap<>();
  private final Server server;

  /**
   * What the server says of itself.
   *
   * @param number such as 150019
   * @param seconds since the statistics of this database began
   */
  record Server(
      int number,
      String database,
      String login,
      boolean superuser,
      boolean monitor,
      double seconds) {
    boolean since(int major) {
      return number >= major * 10_000;
    }

    /**
     * How many days the statistics cover, at least one: what happened within hours, such as a load,
     * may not happen as often all day.
     */
    double days() {
      return Math.max(seconds, 86_400) / 86_400;
    }
  }

  /**
   * A setting in force; numbers in its unit.
   *
   * @param altered true when ALTER SYSTEM set it, as far as the login may see that
   */
  record Setting(String value, @Nullable String unit, boolean altered) {
    /** As it is written: {@code 65536kB}. */
    String text() {
      return unit == null
          ? value
          : unit.equals("8kB") ? Long.parseLong(value) * 8 + "kB" : value + unit;
    }

    boolean on() {
      return value.equals("on");
    }

    /** In bytes, for settings of memory and WAL. */
    long bytes() {
      long number = Long.parseLong(value);
      return switch (unit == null ? "" : unit) {
        case "8kB" -> number * 8192;
        case "kB" -> number * 1024;
        case "MB" -> number << 20;
        default -> number;
      };
    }
  }

  Look(Database database) {
    this.database = database;
    this.server =
        database
            .query(
                Statement.of(
                        """
                        select current_setting('server_version_num')::int, current_database()::text,
                          current_user::text, (select rolsuper from pg_roles where rolname = current_user),
                          pg_has_role(current_user, 'pg_read_all_stats', 'usage'),
                          extract(epoch from now() - coalesce(stats_reset, pg_postmaster_start_time()))::float8
                        from pg_stat_database where datname = current_database()\
                        """)
                    .timeout(TIMEOUT))
            .first(row ->
                new Server(
                    row.intAt(0),
                    text(row, 1),
                    text(row, 2),
                    row.booleanAt(3),
                    row.booleanAt(4),
                    row.doubleAt(5)))
            .orElseThrow();
    rows(
        "select name, setting, unit, coalesce(sourcefile like '%postgresql.auto.conf', false) from"
            + " pg_settings",
        row ->
            settings.put(text(row, 0), new Setting(text(row, 1), row.text(2), row.booleanAt(3))));
  }

  Database database() {
    return database;
  }

  Server server() {
    return server;
  }

  /** A setting that every version has, or one that says it is off. */
  Setting setting(String name) {
    return settings.getOrDefault(name, new Setting("", null, false));
  }

  /**
   * The rows of a query. Sizes are told under a lock, and whoever waits for one stands in the way
   * of others: a look that has to wait for more than a second is given up.
   *
   * @throws dev.weir.api.Unavailable with {@code SQL-015} then
   */
  <T> List<T> rows(String sql, Function<? super Row, ? extends T> mapper) {
    return database.transaction(
        ONCE,
        transaction -> {
          patient(transaction);
          return transaction.query(Statement.of(sql).timeout(TIMEOUT)).list(mapper);
        });
  }

  /** Limits how long statements of this transaction wait for a lock. */
  static void patient(Transaction transaction) {
    transaction.query("select set_config('lock_timeout', '1s', true)").close();
  }

  /** A column that is never null. */
  static String text(Row row, int column) {
    String text = row.text(column);
    return text == null ? "" : text;
  }
}
