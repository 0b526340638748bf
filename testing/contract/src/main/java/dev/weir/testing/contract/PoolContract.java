package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.count;
import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.api.CoreError;
import dev.weir.api.Definition;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pool is bounded, says so when it is empty, and finds what is not given back. */
public interface PoolContract extends Subject {
  /** A pool of at most {@code size} sessions. */
  static Definition.Pool pool(int size, Duration acquireTimeout) {
    return new Definition.Pool(
        0,
        size,
        acquireTimeout,
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(1));
  }

  @Test
  default void an_exhausted_pool_is_told_within_the_time_to_wait_for_it() {
    Duration wait = Duration.ofSeconds(2);
    OpenDatabase one = open(builder -> builder.pool(pool(1, wait)));

    try (Rows rows = one.query(sample().rows(100_000))) {
      assertThat(rows.next()).isTrue();

      Punctual.ends(
          wait.minusMillis(100),
          wait.plusMillis(150),
          () -> refused(() -> count(one.query(sample().rows(1))), CoreError.POOL_EXHAUSTED));
    }
    assertThat(count(one.query(sample().rows(1)))).isEqualTo(1);
  }

  @Test
  default void the_wait_for_a_session_is_not_taken_from_the_usual_time_of_a_statement()
      throws Exception {
    Definition.Timeouts defaults = Definition.Timeouts.DEFAULT;
    Duration floor = Duration.ofMillis(300);
    OpenDatabase one =
        open(builder ->
            builder
                .pool(pool(1, Duration.ofSeconds(20)))
                .timeouts(
                    new Definition.Timeouts(
                        defaults.connect(),
                        Duration.ofSeconds(30),
                        defaults.transaction(),
                        floor,
                        defaults.ceiling(),
                        defaults.slow())));
    // A history so short and quick that the next attempt gets no more than the floor.
    for (int i = 0; i < 20; i++) {
      run(one, sample().rows(1));
    }

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> waits;
      try (Rows rows = one.query(sample().rows(100_000))) {
        assertThat(rows.next()).isTrue();
        waits = threads.submit(() -> count(one.query(sample().rows(1))));
        await().until(() -> one.primary().node().pool().waiting() == 1);
        TimeUnit.NANOSECONDS.sleep(floor.multipliedBy(4).toNanos());
      }

      assertThat(waits.get()).isEqualTo(1);
    }
  }

  @Test
  default void many_threads_share_few_sessions() throws Exception {
    OpenDatabase few = open(builder -> builder.pool(pool(4, Duration.ofSeconds(10))));
    Callable<String> ask =
        () ->
            few.query(sample().echo(), "x").first(row -> String.valueOf(row.text(0))).orElseThrow();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers =
          threads.invokeAll(Stream.generate(() -> ask).limit(500).toList());
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo("x");
      }
    }

    assertThat(few.primary().node().pool().total()).isLessThanOrEqualTo(4);
    assertThat(few.primary().node().pool().active()).isZero();
  }

  @Test
  default void a_session_held_too_long_is_reported_with_the_place_that_borrowed_it() {
    Definition.Pool quick =
        new Definition.Pool(
            0,
            2,
            Duration.ofSeconds(2),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMillis(100));
    OpenDatabase leaky = open(builder -> builder.pool(quick));

    try (Rows rows = leaky.query(sample().rows(100_000))) {
      assertThat(rows.next()).isTrue();
      await().until(() -> !leaky.primary().leases().leaks().isEmpty());

      assertThat(leaky.primary().leases().leaks().getFirst().place().getFirst())
          .contains("a_session_held_too_long_is_reported");
      assertThat(leaky.health().advice()).anyMatch(advice -> advice.contains("leak-threshold"));
    }
  }

  @Test
  default void a_service_that_uses_its_share_leaves_the_rest_to_others() {
    OpenDatabase shared =
        open(builder -> builder.pool(pool(3, Duration.ofSeconds(2))).service("reports", 1));
    Statement reports = sample().rows(100_000).service("reports");

    try (Rows rows = shared.query(reports)) {
      assertThat(rows.next()).isTrue();
      refused(() -> count(shared.query(reports)), CoreError.BULKHEAD_FULL);

      assertThat(count(shared.query(sample().rows(1)))).isEqualTo(1);
    }
    assertThat(run(shared, sample().rows(1).service("reports"))).isEqualTo(1);
  }

  @Test
  default void a_definition_that_only_changes_limits_keeps_its_sessions() {
    OpenDatabase database = open(builder -> builder.pool(pool(2, Duration.ofSeconds(1))));
    run(database, sample().rows(1));

    boolean adopted =
        database
            .primary()
            .node()
            .adopt(database.definition().toBuilder().pool(pool(3, Duration.ofSeconds(2))).build());

    assertThat(adopted).isTrue();
    assertThat(database.primary().node().pool().total()).isEqualTo(1);
  }
}
