package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.count;
import static dev.weir.testing.contract.Failures.failure;
import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.CoreError;
import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.Result;
import dev.weir.api.Rows;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Statements of SQL: counts, keys, batches, and what one statement may hold. */
public interface StatementContract extends SqlSubject {
  @Test
  default void a_name_may_stand_twice() {
    Statement statement =
        Statement.of("select id from contract_notes where id = :id or note = :id").bind("id", "-");

    assertThat(run(database(), statement)).isZero();
  }

  @Test
  default void names_in_literals_comments_and_quotes_are_not_parameters() {
    String odd = sample().quote("a:b?");
    Statement statement =
        Statement.of("select ':x ?' as " + odd + " /* :y ? */ from contract_notes where id = :id")
            .bind("id", "-");

    assertThat(run(database(), statement)).isZero();
  }

  @Test
  default void identifiers_with_quotes_spaces_and_signs_are_names_like_others() {
    String table = sample().quote(sample().oddName());
    String column = sample().quote(sample().oddName() + "2");
    table(table, column + " integer");

    database().update("insert into " + table + " (" + column + ") values (?)", 7);

    try (Rows rows = database().query("select " + column + " from " + table)) {
      assertThat(rows.columns().getFirst().name()).isEqualTo(sample().oddName() + "2");
      assertThat(rows.next()).isTrue();
      assertThat(rows.longAt(sample().oddName() + "2")).isEqualTo(7);
    }
  }

  @Test
  default void ten_thousand_parameters_are_taken_or_refused_with_a_code() {
    String markers = String.join(", ", Collections.nCopies(10_000, "?"));
    Object[] values = LongStream.range(0, 10_000).mapToObj(Long::toString).toArray();
    String text = "select id from contract_notes where id in (" + markers + ")";

    assertThat(count(database().query(text, values))).isZero();
  }

  @Test
  default void more_parameters_than_the_engine_accepts_are_refused() {
    int many = 70_000;
    String markers = String.join(", ", Collections.nCopies(many, "?"));
    Object[] values = LongStream.range(0, many).boxed().toArray();

    refused(
        () -> count(database().query("select 1 where 1 in (" + markers + ")", values)),
        CoreError.TOO_MANY_PARAMETERS);
  }

  @Test
  default void an_update_counts_the_rows_it_changed() {
    table("contract_counts", "id integer primary key, n integer");
    for (int i = 1; i <= 5; i++) {
      assertThat(database().update("insert into contract_counts values (?, 0)", i).count())
          .isEqualTo(1);
    }

    assertThat(database().update("update contract_counts set n = 1 where id > 2").count())
        .isEqualTo(3);
    assertThat(database().update("delete from contract_counts where id > 5").count()).isZero();
    assertThat(database().update("drop table contract_counts").count()).isZero();
  }

  @Test
  default void keys_that_the_database_made_are_told_when_asked_for() {
    table("contract_keys", sample().generatedKey() + ", note varchar(20)");
    Statement insert = Statement.of("insert into contract_keys (note) values (?)", "a");

    Result.Updated first = database().update(insert.generatedKeys());
    Result.Updated second = database().update(insert.generatedKeys());

    assertThat(first.generatedKeys()).hasSize(1);
    assertThat(first.generatedKeys().getFirst().values()).contains(1L);
    assertThat(second.generatedKeys().getFirst().values()).contains(2L);
    assertThat(database().update(insert).generatedKeys()).isEmpty();
  }

  @Test
  default void a_batch_of_ten_thousand_counts_each_member() {
    table("contract_batch", "id integer primary key, note varchar(20)");
    List<List<Object>> members =
        LongStream.range(0, 10_000).mapToObj(i -> List.<Object>of(i, "note " + i)).toList();

    Result.Batched batched = database().batch("insert into contract_batch values (?, ?)", members);

    assertThat(batched.counts()).hasSize(10_000);
    assertThat(database().query("select count(*) from contract_batch").first(row -> row.longAt(0)))
        .contains(10_000L);
    assertThat(database().batch("delete from contract_batch where id = ?", List.of()).counts())
        .isEmpty();
  }

  @Test
  default void a_batch_with_a_wrong_member_changes_nothing() {
    table("contract_batch_wrong", "id integer primary key, note varchar(20)");
    String insert = "insert into contract_batch_wrong values (?, ?)";

    WeirException twice =
        refused(
            () ->
                database()
                    .batch(
                        insert,
                        List.of(List.of(1, "a"), List.of(2, "hidden"), List.of(1, "hidden"))),
            DatabaseError.UNIQUE_VIOLATION);
    refused(
        () -> database().batch(insert, List.of(List.of(1, "a"), List.of(2))),
        CoreError.PARAMETER_COUNT);

    assertThat(twice.effect()).isEqualTo(Effect.NONE);
    assertThat(twice.getMessage()).doesNotContain("hidden").doesNotContain(insert);
    assertThat(run(database(), "select id from contract_batch_wrong")).isZero();
  }

  @Test
  default void rows_and_counts_are_not_mistaken_for_each_other() {
    refused(
        () -> count(database().query("delete from contract_notes where id = '-'")),
        CoreError.NO_ROWS_EXPECTED);
    refused(() -> database().update("select 1"), CoreError.NO_ROWS_EXPECTED);
  }

  @Test
  default void a_query_that_answers_no_rows_has_changed_nothing() {
    String key = "refused-" + System.nanoTime();
    Statement write = sample().write(key, "x");

    refused(() -> count(database().query(write)), CoreError.NO_ROWS_EXPECTED);

    assertThat(run(database(), sample().read(key))).isZero();
  }

  @Test
  default void execute_answers_rows_or_a_count() {
    assertThat(database().execute(Statement.of("delete from contract_notes where id = '-'")))
        .isEqualTo(new Result.Updated(0, List.of()));
    try (Rows rows = (Rows) database().execute(Statement.of("select 1"))) {
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  default void two_statements_are_refused_and_neither_runs() {
    String key = "two-" + System.nanoTime();
    String text = "insert into contract_notes (id) values ('" + key + "'); select 1";

    refused(() -> run(database(), text), CoreError.SEVERAL_STATEMENTS);

    assertThat(run(database(), sample().read(key))).isZero();
  }

  @Test
  default void one_statement_may_end_with_a_semicolon_and_hold_comments() {
    assertThat(run(database(), "select 1;")).isEqualTo(1);
    assertThat(run(database(), "/* a; */ select 1 -- b; c\n ;  ")).isEqualTo(1);
    refused(() -> run(database(), "-- nothing"), CoreError.EMPTY_STATEMENT);
    refused(() -> run(database(), ";"), CoreError.EMPTY_STATEMENT);
  }

  @Test
  default void statements_that_begin_or_end_transactions_are_refused() {
    for (String text : new String[] {"begin", "commit", "rollback", "savepoint a"}) {
      refused(() -> run(database(), text), CoreError.TRANSACTION_STATEMENT);
    }
  }

  @Test
  default void a_statement_in_its_longest_form_is_taken() {
    String text = "select '" + "x".repeat(500_000) + "'";

    assertThat(database().query(text).first(row -> String.valueOf(row.text(0)).length()))
        .contains(500_000);
  }

  @Test
  default void an_unfinished_literal_is_refused() {
    WeirException error = failure(() -> run(database(), "select 'abc"));

    assertThat(error.code())
        .isIn(DatabaseError.SYNTAX, CoreError.NOT_UNDERSTOOD, CoreError.SEVERAL_STATEMENTS);
  }
}
