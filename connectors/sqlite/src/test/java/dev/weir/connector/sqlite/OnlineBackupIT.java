package dev.weir.connector.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.weir.api.Cancellation;
import dev.weir.api.CoreError;
import dev.weir.api.ErrorCode;
import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.connector.sqlite.OnlineBackup.Progress;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Deadline;
import dev.weir.spi.Session;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OnlineBackupIT {
  private static final Deadline LONG = Deadline.after(Duration.ofMinutes(10));

  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final Path file = Servers.sqliteFile();
  private final Path copy = Servers.sqliteFile();
  private OpenDatabase database;

  @BeforeEach
  void twoSidesOfALedger() {
    database = engine.database("sqlite:" + file + "?create=true");
    database.update("create table ledger (id integer primary key, debit integer, credit integer)");
    database.update("create table padding (id integer primary key, filler blob)");
    database.update(
        """
        insert into padding (filler)
        with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
        select randomblob(2000) from n
        """);
  }

  @AfterEach
  void close() {
    engine.close(Duration.ofSeconds(1));
  }

  private long backup(Path target, Deadline deadline, Progress progress) {
    try (Session session = database.primary().node().borrow(deadline)) {
      return new OnlineBackup(session).copyTo(target, deadline, progress);
    }
  }

  private static ErrorCode code(ThrowingCallable work) {
    return catchThrowableOfType(WeirException.class, work).code();
  }

  private static long number(OpenDatabase database, String text) {
    return database.query(text).first(row -> row.longAt(0)).orElseThrow();
  }

  private boolean leftovers() {
    return Files.exists(copy) || Files.exists(copy.resolveSibling(copy.getFileName() + ".partial"));
  }

  @Test
  void a_copy_is_of_one_moment_while_others_write_heavily_and_do_not_wait() throws Exception {
    AtomicBoolean on = new AtomicBoolean(true);
    AtomicLong written = new AtomicLong();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              while (on.get()) {
                database.transaction(tx -> {
                  tx.update("insert into ledger (debit, credit) values (1, 0)");
                  tx.update("insert into ledger (debit, credit) values (0, 1)");
                  return tx.update(
                      "update padding set filler = randomblob(2000) where id = abs(random()) %"
                          + " 40000");
                });
                written.incrementAndGet();
              }
            });
    await().until(() -> written.get() > 100);
    AtomicLong seen = new AtomicLong();
    long before = written.get();

    long bytes = backup(copy, LONG, (done, most) -> seen.set(Math.max(seen.get(), done)));
    long during = written.get() - before;
    on.set(false);
    writer.join();

    OpenDatabase copied = engine.database("sqlite:" + copy);
    assertThat(copied.query("pragma integrity_check").first(row -> row.text(0))).contains("ok");
    assertThat(number(copied, "select sum(debit) - sum(credit) from ledger")).isZero();
    assertThat(number(copied, "select count(*) from ledger"))
        .isBetween(2 * before, number(database, "select count(*) from ledger"));
    assertThat(number(copied, "select count(*) from padding")).isEqualTo(40_000);
    assertThat(during).isPositive();
    assertThat(bytes).isEqualTo(Files.size(copy)).isGreaterThan(80_000_000);
    assertThat(seen.get()).isPositive();
  }

  @Test
  void a_cancel_and_a_deadline_stop_it_and_leave_nothing() throws Exception {
    Cancellation cancellation = new Cancellation();

    assertThat(
            code(() ->
                cancellation.call(() -> backup(copy, LONG, (done, most) -> cancellation.cancel()))))
        .isEqualTo(CoreError.CANCELLED);
    assertThat(leftovers()).isFalse();
    Deadline soon = Deadline.after(Duration.ofMillis(40));
    assertThat(code(() -> backup(copy, soon, Progress.NONE))).isEqualTo(CoreError.DEADLINE);
    assertThat(leftovers()).isFalse();

    assertThat(backup(copy, LONG, Progress.NONE)).isPositive();
  }

  @Test
  void a_target_that_exists_or_cannot_be_written_is_refused() throws Exception {
    Files.writeString(copy, "mine");

    assertThat(code(() -> backup(copy, LONG, Progress.NONE))).isEqualTo(CoreError.INVALID_OPTION);
    assertThat(Files.readString(copy)).isEqualTo("mine");
    assertThat(
            catchThrowableOfType(
                WeirException.class,
                () -> backup(copy.resolve("no/folder.db"), LONG, Progress.NONE)))
        .isNotNull();
  }

  @Test
  void a_database_in_memory_is_copied_too() {
    OpenDatabase memory = engine.database("sqlite::memory:");
    memory.update("create table t (n int)");
    memory.update("insert into t values (42)");

    try (Session session = memory.primary().node().borrow(LONG)) {
      new OnlineBackup(session).copyTo(copy, LONG, Progress.NONE);
    }

    assertThat(number(engine.database("sqlite:" + copy), "select n from t")).isEqualTo(42);
  }
}
