package dev.weir.operations.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.spi.advise.Sample;
import org.junit.jupiter.api.Test;

class StatementsTest {
  @Test
  void eachStatementTellsHowOftenItRuns() {
    String text = "-- calls: 500, ms: 12.5\nselect 1\n  from t;\nselect ';' from u;\n";

    assertThat(Statements.parse(text, "f"))
        .containsExactly(
            new Sample("select 1\n  from t", 500, 12.5), new Sample("select ';' from u", 0, 0));
  }

  @Test
  void whatDoesNotEndIsRefused() {
    assertThatThrownBy(() -> Statements.parse("select 1", "f"))
        .hasMessageContaining("does not end in a semicolon");
  }
}
