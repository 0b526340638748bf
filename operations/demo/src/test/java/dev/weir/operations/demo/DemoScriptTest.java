package dev.weir.operations.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoScriptTest {
  @Test
  void aScriptFallsIntoStepsAndStatements() {
    DemoScript script =
        DemoScript.parse(
            """
            -- a remark
            -- step: First

            create table a (
              b integer
            );

            select 'x;y';
            -- step: Second
            drop table a;
            """);

    assertThat(script.steps())
        .containsExactly(
            new DemoScript.Step(
                "First", List.of("create table a (\n  b integer\n)", "select 'x;y'")),
            new DemoScript.Step("Second", List.of("drop table a")));
  }

  @Test
  void aStatementWithoutItsEndIsRefused() {
    assertThatThrownBy(() -> DemoScript.parse("-- step: Open\nselect 1\n"))
        .hasMessageContaining("Open");
  }

  @Test
  void theScriptsNameNoClockAndNoChance() {
    String all =
        String.join(
            "\n",
            DemoScript.resource("demo.sql").steps().stream()
                .flatMap(step -> step.statements().stream())
                .toList());

    assertThat(all).doesNotContainPattern("(?i)\\b(random|now|gen_random_uuid|current_date)\\b");
    assertThat(all).doesNotContain("?");
  }
}
