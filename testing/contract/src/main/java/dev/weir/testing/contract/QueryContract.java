package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.count;
import static dev.weir.testing.contract.Failures.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.CoreError;
import dev.weir.api.Database;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.engine.OpenDatabase;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Questions and answers: parameters, limits, streams, and what holds a session how long. */
public interface QueryContract extends Subject {
  @Test
  default void a_value_bound_by_its_place_comes_back() {
    assertThat(echoed(Statement.of(sample().echo(), "weir"))).isEqualTo("weir");
  }

  @Test
  default void a_value_bound_by_its_name_comes_back() {
    Statement statement = Statement.of(named()).bind("value", "weir");

    assertThat(echoed(statement)).isEqualTo("weir");
  }

  @Test
  default void text_comes_back_as_it_was_bound() {
    String[] texts = {
      "",
      " ",
      "O'Reilly \"quoted\" `ticked` \\ back",
      "'; drop table x; --",
      "äöü ß 漢字 🦆👩‍⚕️",
      "line\nbreak\ttab\r\n",
      ":value ? $1 @x #",
      "\u0001\u001f\u007f"
    };

    for (String text : texts) {
      assertThat(echoed(Statement.of(sample().echo(), text))).isEqualTo(text);
    }
  }

  @Test
  default void too_few_and_too_many_values_are_refused() {
    refused(() -> database().query(sample().echo()), CoreError.PARAMETER_COUNT);
    refused(() -> database().query(sample().echo(), "one", "two"), CoreError.PARAMETER_COUNT);
  }

  @Test
  default void missing_and_unknown_names_are_refused() {
    Statement statement = Statement.of(named());

    refused(() -> database().query(statement), CoreError.PARAMETER_NAME);
    refused(() -> database().query(statement.bind("other", "x")), CoreError.PARAMETER_NAME);
    refused(
        () -> database().query(statement.bind("value", "x").bind("other", "x")),
        CoreError.PARAMETER_NAME);
  }

  @Test
  default void a_value_of_an_unknown_class_is_refused() {
    refused(
        () -> count(database().query(sample().echo(), Thread.currentThread())),
        CoreError.PARAMETER_TYPE);
  }

  @Test
  default void columns_are_described_and_unknown_ones_refused() {
    try (Rows rows = database().query(sample().echo(), "weir")) {
      assertThat(rows.columns()).hasSize(1);
      assertThat(rows.next()).isTrue();
      assertThat(rows.index(rows.columns().getFirst().name())).isZero();
      refused(() -> rows.index("no such column"), CoreError.UNKNOWN_COLUMN);
    }
  }

  @Test
  default void what_was_written_can_be_read() {
    String key = UUID.randomUUID().toString();

    database().update(sample().write(key, "kept"));

    assertThat(database().query(sample().read(key)).first(row -> row.text(0))).contains("kept");
    assertThat(database().query(sample().read(key + "x")).first(row -> row.text(0))).isEmpty();
  }

  @Test
  default void a_limit_cuts_the_result_and_says_so() {
    for (long limit : new long[] {1, 10, 1_500}) {
      try (Rows rows = database().query(sample().rows(2_000).maxRows(limit))) {
        long told = 0;
        while (rows.next()) {
          told++;
        }

        assertThat(told).isEqualTo(limit);
        assertThat(rows.truncated()).isTrue();
      }
    }
  }

  @Test
  default void a_limit_that_is_not_reached_cuts_nothing() {
    for (long limit : new long[] {10, 11, 5_000}) {
      try (Rows rows = database().query(sample().rows(10).maxRows(limit))) {
        long told = 0;
        while (rows.next()) {
          told++;
        }

        assertThat(told).isEqualTo(10);
        assertThat(rows.truncated()).isFalse();
      }
    }
  }

  @Test
  default void the_same_text_answers_few_rows_and_many_in_turn() {
    for (long rows : new long[] {3, 3, 5_000, 3, 5_000, 1}) {
      assertThat(count(database().query(sample().rows(rows)))).isEqualTo(rows);
    }
  }

  @Test
  default void a_million_rows_stream_in_flat_memory() {
    try (Rows rows = database().query(sample().rows(1_000_000).timeout(Duration.ofMinutes(2)))) {
      assertThat(rows.next()).isTrue();
      long before = usedMemory();
      long most = 0;
      long told = 1;
      while (rows.next()) {
        assertThat(rows.text(0)).isNotNull();
        if (++told % 250_000 == 0) {
          most = Math.max(most, usedMemory());
        }
      }

      assertThat(told).isEqualTo(1_000_000);
      assertThat(most - before).isLessThan(24L << 20);
    }
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  default void a_result_closed_early_gives_its_session_back() {
    OpenDatabase one = single();

    try (Rows rows = one.query(sample().rows(100_000))) {
      assertThat(rows.next()).isTrue();
    }

    assertThat(count(one.query(sample().rows(1)))).isEqualTo(1);
    assertThat(one.primary().node().pool().active()).isZero();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker")
  default void a_result_read_to_its_end_gives_its_session_back() {
    OpenDatabase one = single();
    Rows rows = one.query(sample().rows(3));
    while (rows.next()) {
      assertThat(rows.columns()).isNotEmpty();
    }

    assertThat(count(one.query(sample().rows(1)))).isEqualTo(1);
  }

  @Test
  default void a_closed_result_tells_nothing_more() {
    Rows rows = database().query(sample().rows(10));
    assertThat(rows.next()).isTrue();
    rows.close();
    rows.close();

    assertThat(rows.next()).isFalse();
    refused(() -> rows.value(0), CoreError.CLOSED);
    refused(() -> rows.text(0), CoreError.CLOSED);
  }

  @Test
  default void a_statement_that_fails_leaves_the_session_usable() {
    OpenDatabase one = single();

    Failures.failure(() -> Failures.run(one, sample().nonsense()));

    assertThat(count(one.query(sample().rows(1)))).isEqualTo(1);
    assertThat(one.primary().node().pool().active()).isZero();
  }

  private OpenDatabase single() {
    return open(builder -> builder.pool(PoolContract.pool(1, Duration.ofSeconds(2))));
  }

  private String named() {
    return sample().echo().replace("?", ":value");
  }

  private String echoed(Statement statement) {
    Database database = database();
    return database.query(statement).first(row -> String.valueOf(row.text(0))).orElseThrow();
  }
}
