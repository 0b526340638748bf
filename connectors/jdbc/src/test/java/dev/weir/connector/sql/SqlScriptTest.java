package dev.weir.connector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.Script;
import org.junit.jupiter.api.Test;

class SqlScriptTest {
  private static Script split(String text) {
    return new SqlLanguage(SqlDialect.POSTGRESQL).split(text);
  }

  @Test
  void cutsAtSemicolonsThatEndAStatement() {
    Script script = split("select ';' -- ;\n; select $$;$$; select 1");

    assertThat(script.statements()).containsExactly("select ';' -- ;", "select $$;$$");
    assertThat(script.all()).hasSize(3).last().isEqualTo("select 1");
    assertThat(script.open()).isTrue();
  }

  @Test
  void leavesOutWhatIsEmpty() {
    assertThat(split(" ;; -- nothing\n;").all()).isEmpty();
    assertThat(split("").open()).isFalse();
  }

  @Test
  void waitsForTheEndOfALiteral() {
    Script script = split("select 'a;\n");

    assertThat(script.statements()).isEmpty();
    assertThat(script.open()).isTrue();
  }

  @Test
  void doesNotWaitForWhatCannotBeRead() {
    Script script = split("select 1a;");

    assertThat(script.open()).isFalse();
    assertThat(script.all()).containsExactly("select 1a;");
  }
}
