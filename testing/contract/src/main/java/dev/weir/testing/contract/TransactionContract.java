package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Ability;
import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.DatabaseError;
import dev.weir.api.Definition;
import dev.weir.api.Isolation;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.StatementRunner;
import dev.weir.api.Transaction;
import dev.weir.api.TransactionOptions;
import dev.weir.engine.OpenDatabase;
import dev.weir.testing.contract.SqlSample.Tenants;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Several statements that succeed or fail together. */
public interface TransactionContract extends SqlSubject {
  private static String key() {
    return UUID.randomUUID().toString();
  }

  private boolean kept(String key) {
    return run(database(), sample().read(key)) == 1;
  }

  @Test
  default void what_was_committed_stays_and_its_result_is_told() {
    String key = key();

    String told =
        database()
            .transaction(transaction -> {
              transaction.update(sample().write(key, "x"));
              return "done";
            });

    assertThat(told).isEqualTo("done");
    assertThat(kept(key)).isTrue();
  }

  @Test
  default void what_was_rolled_back_is_gone() {
    String key = key();

    try (Transaction transaction = database().begin(TransactionOptions.DEFAULT)) {
      transaction.update(sample().write(key, "x"));
      assertThat(run(transaction, sample().read(key))).isEqualTo(1);
      transaction.rollback();
    }

    assertThat(kept(key)).isFalse();
  }

  @Test
  default void what_was_closed_without_commit_is_gone() {
    String key = key();

    try (Transaction transaction = database().begin(TransactionOptions.DEFAULT)) {
      transaction.update(sample().write(key, "x"));
    }

    assertThat(kept(key)).isFalse();
  }

  @Test
  default void a_body_that_throws_leaves_nothing() {
    String key = key();

    org.assertj.core.api.Assertions.assertThatThrownBy(() ->
            database()
                .transaction(transaction -> {
                  transaction.update(sample().write(key, "x"));
                  throw new IllegalStateException("the application's own");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(kept(key)).isFalse();
  }

  @Test
  default void others_do_not_see_what_is_not_committed() {
    String key = key();

    try (Transaction transaction = database().begin(TransactionOptions.DEFAULT)) {
      transaction.update(sample().write(key, "x"));
      assertThat(kept(key)).isFalse();
      transaction.commit();
    }

    assertThat(kept(key)).isTrue();
  }

  @Test
  default void an_ended_transaction_takes_no_more_statements() {
    Transaction transaction = database().begin(TransactionOptions.DEFAULT);
    assertThat(run(transaction, sample().rows(1))).isEqualTo(1);
    transaction.commit();

    refused(() -> run(transaction, sample().rows(1)), CoreError.TRANSACTION_ENDED);
    refused(transaction::commit, CoreError.TRANSACTION_ENDED);
    refused(transaction::rollback, CoreError.TRANSACTION_ENDED);
    refused(() -> transaction.savepoint("late"), CoreError.TRANSACTION_ENDED);
    transaction.close();
  }

  @Test
  default void a_transaction_without_statements_ends_quietly() {
    assertThat(database().<String>transaction(_ -> "nothing")).isEqualTo("nothing");
    database().begin(TransactionOptions.DEFAULT).close();
  }

  @Test
  default void a_transaction_gives_its_session_back() {
    OpenDatabase one = open(builder -> builder.pool(PoolContract.pool(1, Duration.ofSeconds(2))));

    for (int i = 0; i < 3; i++) {
      assertThat(one.<Long>transaction(transaction -> run(transaction, sample().rows(2))))
          .isEqualTo(2);
      refused(
          () -> one.transaction(transaction -> run(transaction, Statement.of(sample().nonsense()))),
          DatabaseError.SYNTAX);
    }

    assertThat(one.primary().node().pool().active()).isZero();
  }

  @Test
  default void a_transaction_returns_to_its_savepoints() {
    String before = key();
    String after = key();
    String last = key();

    database()
        .transaction(transaction -> {
          transaction.update(sample().write(before, "x"));
          transaction.savepoint("odd \"name\"");
          transaction.update(sample().write(after, "x"));
          transaction.rollbackTo("odd \"name\"");
          transaction.release("odd \"name\"");
          transaction.savepoint("second");
          transaction.update(sample().write(last, "x"));
          transaction.release("second");
          return "done";
        });

    assertThat(List.of(kept(before), kept(after), kept(last))).containsExactly(true, false, true);
  }

  @Test
  default void a_transaction_goes_on_from_a_savepoint_after_an_error() {
    String key = key();

    database()
        .transaction(transaction -> {
          transaction.update(sample().write(key, "x"));
          transaction.savepoint("safe");
          refused(
              () -> transaction.update(sample().write(key, "y")), DatabaseError.UNIQUE_VIOLATION);
          transaction.rollbackTo("safe");
          assertThat(run(transaction, sample().read(key))).isEqualTo(1);
          return "done";
        });

    assertThat(kept(key)).isTrue();
  }

  @Test
  default void a_read_only_transaction_refuses_writes() {
    String key = key();

    refused(
        () ->
            database()
                .transaction(
                    TransactionOptions.DEFAULT.readOnly(true),
                    transaction -> transaction.update(sample().write(key, "x"))),
        CoreError.NOT_READ_ONLY);

    assertThat(kept(key)).isFalse();
  }

  @Test
  default void the_server_refuses_writes_in_disguise() {
    sample()
        .disguise()
        .ifPresent(disguise -> {
          OpenDatabase admin = open(adminUrl(), builder -> builder);
          disguise.preparation().forEach(text -> run(admin, text));
          Statement read = Statement.of(disguise.read());

          refused(() -> run(database(), read.readOnly()), DatabaseError.READ_ONLY);
          refused(
              () ->
                  database()
                      .transaction(
                          TransactionOptions.DEFAULT.readOnly(true),
                          transaction -> run(transaction, read)),
              DatabaseError.READ_ONLY);
          assertThat(run(database(), read)).isEqualTo(1);
        });
    assertThat(sample().disguise().isPresent()).isEqualTo(can(Ability.PROCEDURES));
  }

  @Test
  default void a_session_that_was_read_only_takes_writes_again() {
    OpenDatabase one = open(builder -> builder.pool(PoolContract.pool(1, Duration.ofSeconds(2))));
    String key = key();

    run(one, sample().rows(3).readOnly());
    one.transaction(
        TransactionOptions.DEFAULT.readOnly(true),
        transaction -> run(transaction, sample().rows(1)));
    one.update(sample().write(key, "x"));

    assertThat(kept(key)).isTrue();
  }

  @Test
  default void many_results_of_one_transaction_can_be_open_one_after_another() {
    database()
        .transaction(transaction -> {
          for (int i = 0; i < 3; i++) {
            try (Rows rows = transaction.query(sample().rows(10_000))) {
              assertThat(rows.next()).isTrue();
            }
          }
          return "done";
        });
    assertThat(database().primary().node().pool().active()).isZero();
  }

  @Test
  default void counters_in_serializable_transactions_lose_no_step() throws Exception {
    if (!can(Ability.ISOLATION_LEVELS)) {
      return;
    }
    table("contract_counter", "id integer primary key, n integer");
    database().update("insert into contract_counter values (1, 0)");
    TransactionOptions options =
        TransactionOptions.DEFAULT.isolation(Isolation.SERIALIZABLE).attempts(100);

    inParallel(
        4,
        () -> {
          for (int i = 0; i < 10; i++) {
            database().transaction(options, TransactionContract::step);
          }
        });

    assertThat(database().query("select n from contract_counter").first(row -> row.longAt(0)))
        .contains(40L);
  }

  private static String step(Transaction transaction) {
    long now =
        transaction
            .query("select n from contract_counter where id = 1")
            .first(row -> row.longAt(0))
            .orElseThrow();
    transaction.update("update contract_counter set n = ? where id = 1", now + 1);
    return "done";
  }

  @Test
  default void a_conflict_is_told_when_no_attempt_is_left() {
    if (!can(Ability.ISOLATION_LEVELS) || !sample().locksRows() || !sample().tellsConflicts()) {
      return;
    }
    table("contract_conflict", "id integer primary key, n integer");
    database().update("insert into contract_conflict values (1, 0)");
    TransactionOptions once =
        TransactionOptions.DEFAULT.isolation(Isolation.REPEATABLE_READ).attempts(1);
    AtomicInteger bodies = new AtomicInteger();

    var error =
        Failures.failure(() ->
            database()
                .transaction(
                    once,
                    transaction -> {
                      bodies.incrementAndGet();
                      run(transaction, Statement.of("select n from contract_conflict"));
                      database().update("update contract_conflict set n = 5");
                      transaction.update("update contract_conflict set n = 6");
                      throw new AssertionError("the conflict was not seen");
                    }));

    assertThat(error.code()).isIn(DatabaseError.SERIALIZATION, DatabaseError.DEADLOCK);
    assertThat(error.retryable()).isTrue();
    assertThat(bodies).hasValue(1);
  }

  @Test
  default void where_no_conflict_is_told_the_last_change_wins() {
    if (!can(Ability.ISOLATION_LEVELS) || sample().tellsConflicts()) {
      return;
    }
    table("contract_conflict", "id integer primary key, n integer");
    database().update("insert into contract_conflict values (1, 0)");

    database()
        .transaction(
            TransactionOptions.DEFAULT.isolation(Isolation.REPEATABLE_READ),
            transaction -> {
              run(transaction, Statement.of("select n from contract_conflict"));
              database().update("update contract_conflict set n = 5");
              assertThat(read(transaction, "select n from contract_conflict")).isZero();
              return transaction.update("update contract_conflict set n = n + 1").count();
            });

    assertThat(read(database(), "select n from contract_conflict")).isEqualTo(6);
  }

  private static long read(StatementRunner runner, String text) {
    return runner.query(text).first(row -> row.longAt(0)).orElseThrow();
  }

  @Test
  default void the_body_that_lost_a_deadlock_runs_again() throws Exception {
    if (!sample().locksRows()) {
      return;
    }
    table("contract_deadlock", "id integer primary key, n integer");
    database().update("insert into contract_deadlock values (1, 0)");
    database().update("insert into contract_deadlock values (2, 0)");
    AtomicInteger bodies = new AtomicInteger();
    CountDownLatch both = new CountDownLatch(2);

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> one = threads.submit(() -> crossing(1, 2, bodies, both));
      Future<String> two = threads.submit(() -> crossing(2, 1, bodies, both));
      one.get(30, TimeUnit.SECONDS);
      two.get(30, TimeUnit.SECONDS);
    }

    assertThat(bodies.get()).isGreaterThan(2);
    assertThat(database().query("select sum(n) from contract_deadlock").first(row -> row.longAt(0)))
        .contains(4L);
  }

  private String crossing(int first, int second, AtomicInteger bodies, CountDownLatch both) {
    return database()
        .transaction(transaction -> {
          bodies.incrementAndGet();
          String step = "update contract_deadlock set n = n + 1 where id = ?";
          transaction.update(step, first);
          both.countDown();
          meet(both);
          transaction.update(step, second);
          return "done";
        });
  }

  private static void meet(CountDownLatch both) {
    try {
      assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void inParallel(int threads, Runnable work) throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new java.util.ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(executor.submit(work));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  default void a_transaction_has_a_deadline_of_its_own() {
    TransactionOptions brief = TransactionOptions.DEFAULT.timeout(Duration.ofMillis(500));

    Punctual.ends(
        Duration.ofMillis(500),
        DeadlineContract.latest(Duration.ofMillis(500)),
        () ->
            refused(
                () ->
                    database()
                        .transaction(
                            brief,
                            transaction ->
                                run(transaction, sample().sleep(Duration.ofSeconds(30)))),
                CoreError.DEADLINE));
  }

  @Test
  default void a_tenant_sees_its_own_rows_alone() {
    if (!can(Ability.TENANT_BINDING)) {
      return;
    }
    Tenants tenants = sample().tenants().orElseThrow();
    OpenDatabase admin = open(adminUrl(), builder -> builder);
    tenants.preparation().forEach(text -> run(admin, text));
    Definition.Tenancy tenancy = new Definition.Tenancy(tenants.setting(), true);
    OpenDatabase database = open(builder -> builder.tenancy(tenancy));

    for (String tenant : List.of("one", "two", "two")) {
      database.update(Statement.of(tenants.insert()).tenant(tenant));
    }

    assertThat(seen(database, tenants, "one")).isEqualTo(1);
    assertThat(seen(database, tenants, "two")).isEqualTo(2);
    assertThat(seen(database, tenants, "'; select 1 --")).isZero();
    long inside =
        database.transaction(
            TransactionOptions.DEFAULT.tenant("two"),
            transaction ->
                transaction.query(tenants.count()).first(row -> row.longAt(0)).orElseThrow());
    assertThat(inside).isEqualTo(2);
    refused(() -> run(database, Statement.of(tenants.count())), CoreError.TENANT_NEEDED);
  }

  private static long seen(Database database, Tenants tenants, String tenant) {
    return database
        .query(Statement.of(tenants.count()).tenant(tenant))
        .first(row -> row.longAt(0))
        .orElseThrow();
  }
}
