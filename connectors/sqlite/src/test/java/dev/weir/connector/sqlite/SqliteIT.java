package dev.weir.connector.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Secret;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import dev.weir.engine.Connectors;
import dev.weir.engine.Engine;
import dev.weir.engine.OpenDatabase;
import dev.weir.spi.Deadline;
import dev.weir.spi.Node.Step;
import dev.weir.testing.databases.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is SQLite's own. */
final class SqliteIT {
  private final Engine engine = new Engine(Connectors.installed(), List.of(), Secret::reveal);
  private final Path file = Servers.sqliteFile();

  @AfterEach
  void close() {
    engine.close(Duration.ofSeconds(1));
  }

  private OpenDatabase created() {
    return engine.database("sqlite:" + file + "?create=true");
  }

  private static long number(OpenDatabase database, String text) {
    return database.query(text).first(row -> row.longAt(0)).orElseThrow();
  }

  private static WeirException failure(ThrowingCallable work) {
    return catchThrowableOfType(WeirException.class, work);
  }

  private static List<Step> steps(OpenDatabase database) {
    return database.primary().node().diagnose(Deadline.after(Duration.ofSeconds(5)));
  }

  @Test
  void each_spelling_of_a_url_is_understood() {
    SqliteConnector connector = new SqliteConnector();

    for (String url : List.of("sqlite:/a/b.db", "jdbc:sqlite:/a/b.db", "sqlite:///a/b.db")) {
      assertThat(connector.parse("x", url).orElseThrow().build().database()).isEqualTo("/a/b.db");
    }
    assertThat(connector.parse("x", "sqlite:b.db").orElseThrow().build().database())
        .isEqualTo("b.db");
    assertThat(connector.parse("x", "sqlite::memory:").orElseThrow().build().database())
        .isEqualTo(":memory:");
    assertThat(connector.parse("x", "postgresql://host/b")).isEmpty();
    assertThat(failure(() -> connector.parse("x", "sqlite:")).code())
        .isEqualTo(CoreError.INVALID_URL);
  }

  @Test
  void a_missing_file_is_not_created_unless_asked_for() {
    OpenDatabase missing = engine.database("sqlite:" + file);

    WeirException error = failure(() -> number(missing, "select 1"));

    assertThat(error.code()).isEqualTo(DatabaseError.UNKNOWN_DATABASE);
    assertThat(file).doesNotExist();
    assertThat(steps(missing).getLast().outcome()).isEqualTo(Step.Outcome.FAILED);
    assertThat(steps(missing).getLast().mend()).contains("create=true");
    assertThat(number(created(), "select 1")).isEqualTo(1);
    assertThat(file).exists();
  }

  @Test
  void a_database_in_memory_is_one_for_all_requests_and_gone_afterwards() throws Exception {
    OpenDatabase memory = engine.database("sqlite::memory:");
    memory.update("create table kept (n integer)");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new java.util.ArrayList<>();
      for (int i = 0; i < 50; i++) {
        writers.add(threads.submit(() -> memory.update("insert into kept values (1)")));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(number(memory, "select count(*) from kept")).isEqualTo(50);
    assertThat(memory.primary().node().pool().total()).isEqualTo(1);
    engine.close();
    try (Engine next = new Engine(Connectors.installed(), List.of(), Secret::reveal)) {
      assertThat(
              failure(() -> number(next.database("sqlite::memory:"), "select count(*) from kept"))
                  .code())
          .isEqualTo(DatabaseError.UNKNOWN_OBJECT);
    }
  }

  @Test
  void files_are_kept_with_a_write_ahead_log_and_foreign_keys() {
    OpenDatabase database = created();

    assertThat(database.query("pragma journal_mode").first(row -> row.text(0))).contains("wal");
    assertThat(number(database, "pragma foreign_keys")).isEqualTo(1);
    assertThat(number(database, "pragma busy_timeout")).isEqualTo(5_000);
  }

  @Test
  void writers_wait_for_each_other_and_none_fails() throws Exception {
    OpenDatabase database = created();
    database.update("create table kept (n integer)");

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new java.util.ArrayList<>();
      for (int i = 0; i < 200; i++) {
        writers.add(threads.submit(() -> database.update("insert into kept values (1)")));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }

    assertThat(number(database, "select count(*) from kept")).isEqualTo(200);
  }

  @Test
  void a_transaction_that_read_what_another_changed_runs_again() {
    OpenDatabase database = created();
    database.update("create table counter (n integer)");
    database.update("insert into counter values (0)");
    java.util.concurrent.atomic.AtomicInteger bodies =
        new java.util.concurrent.atomic.AtomicInteger();

    database.transaction(transaction -> {
      long now =
          transaction.query("select n from counter").first(row -> row.longAt(0)).orElseThrow();
      if (bodies.incrementAndGet() == 1) {
        database.update("update counter set n = 10");
      }
      return transaction.update("update counter set n = ?", now + 1);
    });

    assertThat(bodies).hasValue(2);
    assertThat(number(database, "select n from counter")).isEqualTo(11);
  }

  @Test
  void the_library_itself_refuses_writes_where_only_reading_is_meant() {
    created().update("create table kept (n integer)");
    Definition readOnly =
        Connectors.installed().parse("read", "sqlite:" + file).orElseThrow().readOnly(true).build();
    try (Engine reader = new Engine(Connectors.installed(), List.of(readOnly), Secret::reveal)) {
      OpenDatabase database = reader.database("read");

      assertThat(number(database, "select count(*) from kept")).isZero();
      // A pragma that reads by its looks may write.
      WeirException error = failure(() -> number(database, "pragma user_version = 7"));
      assertThat(error.code()).isIn(DatabaseError.READ_ONLY, CoreError.NOT_READ_ONLY);
    }
    assertThat(number(created(), "pragma user_version")).isZero();
  }

  @Test
  void nan_and_lists_are_refused_since_they_would_be_lost() {
    OpenDatabase database = created();

    assertThat(failure(() -> database.query("select ?", Double.NaN)).code())
        .isEqualTo(CoreError.PARAMETER_TYPE);
    assertThat(failure(() -> database.query("select ?", List.of(1))).code())
        .isEqualTo(CoreError.NOT_SUPPORTED);
  }

  @Test
  void a_value_that_does_not_fit_its_column_is_told_as_it_is() {
    OpenDatabase database = created();
    database.update("create table kept (n integer, d date)");
    database.update("insert into kept values ('abc', 'someday')");

    database
        .query(Statement.of("select n, d from kept"))
        .list(row -> {
          assertThat(row.value(0)).isEqualTo("abc");
          assertThat(row.value(1)).isEqualTo("someday");
          assertThat(failure(() -> row.longAt(0)).code()).isEqualTo(CoreError.CONVERSION);
          return true;
        });
  }

  @Test
  void a_file_that_is_no_database_is_told_and_named_by_the_diagnosis() throws Exception {
    Files.writeString(file, "this is a letter, not a database, and it is long enough. ".repeat(50));
    OpenDatabase database = engine.database("sqlite:" + file);

    assertThat(failure(() -> number(database, "select count(*) from sqlite_schema")).code())
        .isEqualTo(DatabaseError.PROTOCOL);
    Step last = steps(database).getLast();
    assertThat(last.outcome()).isEqualTo(Step.Outcome.FAILED);
    assertThat(last.name()).isEqualTo("open");
  }

  @Test
  void the_way_to_a_file_is_told_step_by_step() {
    created().update("create table kept (n integer)");

    assertThat(steps(created()))
        .extracting(Step::name)
        .containsExactly("file", "readable", "writable", "open", "integrity", "version");
  }

  @Test
  void a_damaged_file_is_found_by_the_diagnosis() throws Exception {
    OpenDatabase whole = created();
    whole.update("create table kept (id integer primary key, note text)");
    whole.batch(
        "insert into kept (note) values (?)",
        java.util.stream.IntStream.range(0, 2_000).mapToObj(i -> List.of("note " + i)).toList());
    number(whole, "pragma wal_checkpoint(truncate)");
    engine.close();
    byte[] bytes = Files.readAllBytes(file);
    java.util.Arrays.fill(bytes, 8_192, 16_384, (byte) 0x5a);
    Files.write(file, bytes);

    try (Engine next = new Engine(Connectors.installed(), List.of(), Secret::reveal)) {
      Step step =
          steps(next.database("sqlite:" + file)).stream()
              .filter(one -> one.outcome() == Step.Outcome.FAILED)
              .findFirst()
              .orElseThrow();
      assertThat(step.name()).isIn("integrity", "open");
      assertThat(step.mend()).isNotBlank();
    }
  }
}
