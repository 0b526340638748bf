package dev.weir.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.api.CoreError;
import dev.weir.api.Rows;
import dev.weir.testing.contract.SqlSample.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values keep their type and their last digit on the way there and back. */
public interface TypeContract extends SqlSubject {
  @TestFactory
  default Stream<DynamicTest> each_type_keeps_its_values() {
    return sample().kept().stream()
        .map(kept -> dynamicTest(kept.column() + " as " + kept.type(), () -> keeps(kept)));
  }

  private void keeps(Kept kept) {
    table("contract_kept", "id integer primary key, kept " + kept.column());
    List<@Nullable Object> values = new ArrayList<>(kept.values());
    values.add(null);
    for (int i = 0; i < values.size(); i++) {
      database().update("insert into contract_kept values (?, ?)", i, values.get(i));
    }

    try (Rows rows = database().query("select kept from contract_kept order by id")) {
      assertThat(rows.columns().getFirst().type()).isEqualTo(kept.type());
      for (Object value : values) {
        assertThat(rows.next()).isTrue();
        told(rows, kept, value);
      }
      assertThat(rows.next()).isFalse();
    }
  }

  private static void told(Rows rows, Kept kept, @Nullable Object value) {
    assertThat(rows.value(0)).isEqualTo(value);
    assertThat(rows.isNull(0)).isEqualTo(value == null);
    if (value == null) {
      assertThat(rows.text(0)).isNull();
      assertThat(rows.bytes(0)).isNull();
      assertThat(rows.decimal(0)).isNull();
    } else if (!(value instanceof Double)) {
      assertThat(value).isInstanceOf(kept.type().javaType());
    }
  }

  @TestFactory
  default Stream<DynamicTest> each_literal_is_told_as_its_type() {
    return sample().literals().stream()
        .map(literal -> dynamicTest(literal.expression(), () -> told(literal)));
  }

  private void told(SqlSample.Literal literal) {
    try (Rows rows = database().query("select " + literal.expression())) {
      assertThat(rows.columns().getFirst().type()).isEqualTo(literal.type());
      assertThat(rows.next()).isTrue();
      assertThat(rows.value(0)).isEqualTo(literal.value());
    }
  }

  @Test
  default void a_value_that_does_not_fit_the_asked_type_is_refused() {
    try (Rows rows = database().query("select 3000000000, 'abc', 1.5")) {
      assertThat(rows.next()).isTrue();

      assertThat(rows.longAt(0)).isEqualTo(3_000_000_000L);
      Failures.refused(() -> rows.intAt(0), CoreError.CONVERSION);
      Failures.refused(() -> rows.longAt(1), CoreError.CONVERSION);
      Failures.refused(() -> rows.longAt(2), CoreError.CONVERSION);
      assertThat(rows.doubleAt(2)).isEqualTo(1.5);
      assertThat(rows.value(0, Long.class)).isEqualTo(3_000_000_000L);
    }
  }

  @Test
  default void a_column_that_is_not_there_is_refused() {
    try (Rows rows = database().query("select 1")) {
      assertThat(rows.next()).isTrue();

      Failures.refused(() -> rows.value(5), CoreError.UNKNOWN_COLUMN);
      Failures.refused(() -> rows.value(-1), CoreError.UNKNOWN_COLUMN);
    }
  }
}
