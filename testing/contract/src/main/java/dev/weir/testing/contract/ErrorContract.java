package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.failure;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.api.DatabaseError;
import dev.weir.api.Effect;
import dev.weir.api.WeirException;
import dev.weir.testing.contract.SqlSample.Failing;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the server says no with is told in the common vocabulary. */
public interface ErrorContract extends SqlSubject {
  /** The errors that every relational engine has. */
  private static List<Failing> common() {
    return List.of(
        Failing.of(DatabaseError.SYNTAX, "select from where"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "select * from contract_no_such_table"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "select no_such_column from contract_notes"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "select no_such_function(1)"),
        Failing.of(
            DatabaseError.UNKNOWN_OBJECT, "insert into contract_notes (no_such_column) values (1)"),
        Failing.of(DatabaseError.UNKNOWN_OBJECT, "drop table contract_no_such_table"),
        Failing.of(DatabaseError.ALREADY_EXISTS, "create table contract_notes (id integer)"),
        Failing.of(
            DatabaseError.UNIQUE_VIOLATION,
            "insert into contract_errors values (1, 1, null, 1)",
            "insert into contract_errors values (1, 1, null, 1)"),
        Failing.of(
            DatabaseError.NOT_NULL_VIOLATION,
            "insert into contract_errors values (2, null, null, 1)"),
        Failing.of(
            DatabaseError.FOREIGN_KEY_VIOLATION,
            "insert into contract_errors values (4, 1, 99, 1)"),
        Failing.of(
            DatabaseError.FOREIGN_KEY_VIOLATION,
            "insert into contract_errors values (5, 1, null, 1)",
            "insert into contract_errors values (6, 1, 5, 1)",
            "delete from contract_errors where id = 5"));
  }

  @Test
  default void a_row_that_a_check_does_not_allow_is_refused_where_the_server_checks() {
    String insert = "insert into contract_errors values (3, 1, null, -1)";

    if (sample().checksRows()) {
      fails(Failing.of(DatabaseError.CHECK_VIOLATION, insert));
    } else {
      table();
      assertThat(database().update(insert).count()).isEqualTo(1);
    }
  }

  @TestFactory
  default Stream<DynamicTest> each_error_of_the_engine_has_its_code() {
    return Stream.concat(common().stream(), sample().failures().stream())
        .map(failing ->
            dynamicTest(
                failing.code() + ": " + failing.statements().getLast(), () -> fails(failing)));
  }

  private void table() {
    table(
        "contract_errors",
        "id integer primary key, filled integer not null, parent integer,"
            + " positive integer, constraint contract_positive check (positive > 0),"
            + " constraint contract_parent_key foreign key (parent) references contract_errors"
            + " (id)");
  }

  private void fails(Failing failing) {
    table();
    List<String> statements = failing.statements();
    statements.subList(0, statements.size() - 1).forEach(text -> run(database(), text));

    WeirException error = failure(() -> run(database(), statements.getLast()));

    assertThat(error.code()).as(error.explanation()).isEqualTo(failing.code());
    assertThat(error.code().kind()).isEqualTo(failing.code().kind());
    assertThat(error.effect()).isEqualTo(Effect.NONE);
    assertThat(error.getMessage()).startsWith("Database contract: ").doesNotContain("\n");
    assertThat(error.getMessage()).doesNotContain(statements.getLast());
    assertThat(error.facts())
        .containsEntry("database", "contract")
        .containsEntry("node", "primary");
    assertThat(error.getCause()).isNotNull();
  }
}
