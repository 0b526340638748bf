package dev.weir.advisor.postgresql;

import dev.weir.api.Caller;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.TransactionOptions;
import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands so that others are not kept waiting. Those that may stand in a transaction share
 * one, with a limit on waits for locks; those that may not, such as CREATE INDEX CONCURRENTLY, are
 * watched from another session, and cancelled when they wait for a lock for too long.
 */
final class Carrying {
  private static final Duration LONG = Duration.ofHours(12);
  private static final Duration SHORT = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 4;
  private static final Pattern ALONE =
      Pattern.compile(
          "(?is)(create\\s+(unique\\s+)?index\\s+concurrently|drop\\s+index\\s+concurrently|reindex|vacuum|alter\\s+system|select)\\b.*");
  private static final Pattern CREATES =
      Pattern.compile(
          "(?is)create\\s+(?:unique\\s+)?index\\s+(concurrently\\s+)?((?:\"(?:[^\"]|\"\")+\"|[^\\s\"]+))\\s+on\\s+(?:only\\s+)?((?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.])+(?:\\.(?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.])+)?)\\s*.*");

  private static final Pattern REBUILDS =
      Pattern.compile("(?is)reindex\\s+index\\s+concurrently\\s+(\\S.*)");

  private final Database database;
  private final Duration patience;
  private final Consumer<String> progress;

  Carrying(Database database, Duration patience, Consumer<String> progress) {
    this.database = database;
    this.patience = patience;
    this.progress = progress;
  }

  void run(List<String> commands) {
    List<String> together = new ArrayList<>();
    for (String command : commands) {
      if (command.startsWith("--")) {
        continue;
      }
      if (ALONE.matcher(command).matches()) {
        transaction(together);
        together.clear();
        alone(command);
      } else {
        together.add(command);
      }
    }
    transaction(together);
  }

  private void transaction(List<String> commands) {
    if (commands.isEmpty()) {
      return;
    }
    commands.forEach(command -> progress.accept(command + ";"));
    for (int attempt = 1; ; attempt++) {
      try {
        database.transaction(
            TransactionOptions.DEFAULT.attempts(1).timeout(LONG),
            transaction -> {
              run(
                  transaction,
                  Statement.of(
                      "select set_config('lock_timeout', ?, true)", patience.toMillis() + "ms"));
              commands.forEach(command -> run(transaction, Statement.of(command).timeout(LONG)));
              return true;
            });
        return;
      } catch (WeirException e) {
        if (attempt == ATTEMPTS || !waited(e)) {
          throw e;
        }
        again(attempt, "a lock");
      }
    }
  }

  private static void run(StatementRunner runner, Statement statement) {
    if (runner.execute(statement) instanceof Rows rows) {
      rows.close();
    }
  }

  private static boolean waited(WeirException error) {
    return error.code() == DatabaseError.LOCK_TIMEOUT || error.code() == DatabaseError.DEADLOCK;
  }

  private void again(int attempt, String reason) {
    progress.accept("Waited too long for " + reason + "; trying again (" + attempt + ").");
    pause(Duration.ofMillis(500L << attempt));
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(DatabaseError.CANCELLED, "The wait was interrupted.");
    }
  }

  private void alone(String command) {
    Matcher creates = CREATES.matcher(command);
    boolean building = creates.matches();
    if (building && !standing(creates)) {
      progress.accept(creates.group(2) + " is there already.");
      return;
    }
    progress.accept(command + ";");
    for (int attempt = 1; ; attempt++) {
      Watch watch = new Watch();
      try {
        watch.run(command);
        return;
      } catch (WeirException e) {
        if (building) {
          sweep(creates.group(2), creates.group(3));
        }
        Matcher rebuilds = REBUILDS.matcher(command);
        if (rebuilds.matches()) {
          sweepCopy(rebuilds.group(1));
        }
        String blocker = watch.blocker.get();
        if (blocker == null || attempt == ATTEMPTS) {
          throw blocker == null
              ? e
              : Unavailable.because(
                  DatabaseError.LOCK_TIMEOUT,
                  "Database "
                      + database.name()
                      + ": the command waited "
                      + ATTEMPTS
                      + " times longer than "
                      + patience.toSeconds()
                      + " s for "
                      + blocker
                      + ", and was given up. Nothing of it is left.",
                  e);
        }
        again(attempt, blocker);
      }
    }
  }

  /** False when a valid index of this name is there; one that is not valid is taken away. */
  private boolean standing(Matcher creates) {
    Optional<Boolean> valid = valid(creates.group(2), creates.group(3));
    if (valid.orElse(false)) {
      return false;
    }
    if (valid.isPresent()) {
      sweep(creates.group(2), creates.group(3));
    }
    return true;
  }

  private Optional<Boolean> valid(String index, String table) {
    return database
        .query(
            Statement.of(
                    """
                    select x.indisvalid from pg_index x join pg_class i on i.oid = x.indexrelid
                    where x.indrelid = to_regclass(?) and i.relname = (parse_ident(?))[1]\
                    """,
                    table,
                    index)
                .timeout(SHORT))
        .first(row -> row.booleanAt(0));
  }

  /** Drops an index that a failed build has left; tried for a while, as the server may be away. */
  private void sweep(String index, String table) {
    for (int attempt = 1; ; attempt++) {
      try {
        if (!valid(index, table).orElse(true)) {
          String schema =
              database
                  .query(
                      "select quote_ident(n.nspname) from pg_class t join pg_namespace n on n.oid ="
                          + " t.relnamespace where t.oid = to_regclass(?)",
                      table)
                  .first(row -> row.text(0))
                  .orElse("public");
          progress.accept("Taking away what the failed build has left: " + index + ".");
          new Watch().run("DROP INDEX CONCURRENTLY IF EXISTS " + schema + "." + index);
        }
        return;
      } catch (WeirException e) {
        if (attempt == ATTEMPTS) {
          progress.accept(
              "The index "
                  + index
                  + " could not be taken away: "
                  + e.getMessage()
                  + " `weir advise` tells of it as index-invalid.");
          return;
        }
        pause(Duration.ofMillis(500L << attempt));
      }
    }
  }

  /**
   * Drops the copy that a failed rebuild of an index has left; the index itself stays as it was.
   */
  private void sweepCopy(String index) {
    List<String> copies =
        database
            .query(
                Statement.of(
                        """
                        select format('%I.%I', n.nspname, i.relname) from pg_index x
                        join pg_class i on i.oid = x.indexrelid join pg_namespace n on n.oid = i.relnamespace
                        where x.indrelid = (select indrelid from pg_index where indexrelid = to_regclass(?))
                          and not x.indisvalid and i.relname ~ '_ccnew[0-9]*$'
                          and not exists (select from pg_stat_progress_create_index b where b.index_relid = i.oid)\
                        """,
                        index)
                    .timeout(SHORT))
            .list(row -> Look.text(row, 0));
    for (String copy : copies) {
      progress.accept("Taking away what the failed rebuild has left: " + copy + ".");
      new Watch().run("DROP INDEX CONCURRENTLY IF EXISTS " + copy);
    }
  }

  /** Takes away the index when it is not valid; {@code index} is written with its schema. */
  Optional<String> clean(String index) {
    record Found(String table, String name, boolean valid) {}
    Optional<Found> found =
        database
            .query(
                Statement.of(
                        """
                        select x.indrelid::regclass::text, quote_ident(i.relname), x.indisvalid
                        from pg_index x join pg_class i on i.oid = x.indexrelid
                        where x.indexrelid = to_regclass(?)\
                        """,
                        index)
                    .timeout(SHORT))
            .first(row -> new Found(Look.text(row, 0), Look.text(row, 1), row.booleanAt(2)));
    if (found.isEmpty() || found.get().valid()) {
      return Optional.empty();
    }
    if (building(index)) {
      throw Unavailable.because(
          DatabaseError.LOCK_TIMEOUT,
          "Database " + database.name() + ": another session is building " + index + " now.");
    }
    sweep(found.get().name(), found.get().table());
    return Optional.of(index);
  }

  private boolean building(String index) {
    return database
        .query(
            Statement.of(
                    "select 1 from pg_stat_progress_create_index where index_relid ="
                        + " to_regclass(?)",
                    index)
                .timeout(SHORT))
        .first(row -> row.intAt(0))
        .isPresent();
  }

  /** Runs one command, and looks every quarter of a second whether it waits for a lock. */
  private final class Watch {
    private final String mark = "weir advise " + UUID.randomUUID();
    private final AtomicReference<@Nullable String> blocker = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    void run(String command) {
      Caller caller = Caller.current();
      Thread.ofVirtual().start(() -> caller.run(this::watch));
      try {
        Carrying.run(database, Statement.of(command + " /* " + mark + " */").timeout(LONG));
      } finally {
        // Not interrupted, which would cut its connection; it ends by itself.
        ended.countDown();
      }
    }

    private void watch() {
      long since = 0;
      while (running()) {
        try {
          Optional<String> waitsFor = waitsFor();
          if (waitsFor.isEmpty()) {
            since = 0;
          } else if (since == 0) {
            since = System.nanoTime();
            progress.accept("It waits for " + waitsFor.get() + ".");
          } else if (System.nanoTime() - since > patience.toNanos()) {
            blocker.set(waitsFor.get());
            cancel();
            since = 0;
          }
        } catch (WeirException unseen) {
          since = 0; // the command itself will tell what is the matter
        }
      }
    }

    /** Waits a little; false once the command has ended. */
    private boolean running() {
      try {
        return !ended.await(250, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private Optional<String> waitsFor() {
      return database
          .query(
              Statement.of(
                      """
                      select format('session %s of %s (%s, %s)', b.pid, b.usename, coalesce(nullif(b.application_name, ''), '?'), b.state)
                      from pg_stat_activity a join pg_stat_activity b on b.pid = any (pg_blocking_pids(a.pid))
                      where a.query like '%' || ? || '%' and a.pid <> pg_backend_pid() and a.state = 'active' limit 1\
                      """,
                      mark)
                  .timeout(SHORT))
          .first(row -> row.text(0));
    }

    private void cancel() {
      Carrying.run(
          database,
          Statement.of(
                  "select pg_cancel_backend(pid) from pg_stat_activity where query like '%' || ? ||"
                      + " '%' and pid <> pg_backend_pid() and state = 'active'",
                  mark)
              .timeout(SHORT));
    }
  }
}
