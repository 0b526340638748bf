package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Ability;
import dev.weir.api.Call;
import dev.weir.api.DataType;
import dev.weir.api.Result;
import dev.weir.engine.OpenDatabase;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Stored procedures and functions with what goes in and what comes out. */
public interface ProcedureContract extends SqlSubject {
  private @Nullable Object output(Call call, String name) {
    return database().call(call).outputs().get(name);
  }

  private boolean prepared() {
    if (!can(Ability.PROCEDURES)) {
      return false;
    }
    OpenDatabase admin = open(adminUrl(), builder -> builder);
    sample().procedures().forEach(text -> run(admin, text));
    return true;
  }

  @Test
  default void a_function_answers_its_value() {
    if (prepared()) {
      Call add = Call.function("contract_add", DataType.INTEGER).in("a", 2).in("b", 40);

      assertThat(output(add, "result")).isEqualTo(42L);
    }
  }

  @Test
  default void a_procedure_answers_what_it_puts_out() {
    if (prepared()) {
      Call twice = Call.procedure("contract_twice").in("a", 21).out("twice", DataType.INTEGER);

      assertThat(output(twice, "twice")).isEqualTo(42L);
    }
  }

  @Test
  default void a_procedure_answers_what_it_was_given_and_changed() {
    if (prepared()) {
      Call more = Call.procedure("contract_increment").inOut("n", 41, DataType.INTEGER);

      assertThat(output(more, "n")).isEqualTo(42L);
    }
  }

  @Test
  default void a_cursor_is_told_as_rows() {
    if (can(Ability.CURSOR_PARAMETERS) && prepared()) {
      Result.Called called = database().call(Call.procedure("contract_cursor").cursor("c"));

      assertThat(called.outputs().get("c")).isEqualTo(List.of(Map.of("n", 1L), Map.of("n", 2L)));
      assertThat(database().primary().node().pool().active()).isZero();
    }
  }

  @Test
  default void a_call_is_part_of_its_transaction() {
    if (prepared()) {
      Call more = Call.procedure("contract_increment").inOut("n", 1, DataType.INTEGER);

      Object told =
          database()
              .<Object>transaction(
                  transaction -> String.valueOf(transaction.call(more).outputs().get("n")));

      assertThat(told).isEqualTo("2");
    }
  }
}
