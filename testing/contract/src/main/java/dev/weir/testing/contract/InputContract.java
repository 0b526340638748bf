package dev.weir.testing.contract;

import static dev.weir.testing.contract.Failures.refused;
import static dev.weir.testing.contract.Failures.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.CoreError;
import dev.weir.api.ErrorKind;
import dev.weir.api.Rejected;
import dev.weir.api.Statement;
import dev.weir.api.WeirException;
import org.junit.jupiter.api.Test;

/** Bad input is refused before it reaches the server. */
public interface InputContract extends Subject {
  @Test
  default void an_empty_statement_is_refused() {
    for (String text : new String[] {"", "   ", "\n\t "}) {
      refused(() -> run(database(), text), CoreError.EMPTY_STATEMENT);
    }
  }

  @Test
  default void a_statement_with_a_nul_character_is_refused() {
    refused(() -> run(database(), sample().nonsense() + "\0"), CoreError.INVALID_TEXT);
  }

  @Test
  default void a_statement_with_half_a_character_is_refused() {
    refused(() -> run(database(), sample().nonsense() + "\ud83e"), CoreError.INVALID_TEXT);
    refused(() -> run(database(), "\udd86" + sample().nonsense()), CoreError.INVALID_TEXT);
  }

  @Test
  default void a_statement_of_five_megabytes_is_refused() {
    refused(() -> run(database(), "x".repeat(5 << 20)), CoreError.TEXT_TOO_LONG);
  }

  @Test
  default void a_statement_that_the_engine_cannot_parse_is_refused_without_its_text() {
    WeirException error = Failures.failure(() -> run(database(), sample().nonsense()));

    assertThat(error).isInstanceOf(Rejected.class);
    assertThat(error.code().kind()).isEqualTo(ErrorKind.REJECTED);
    assertThat(error.getMessage()).doesNotContain(sample().nonsense());
    assertThat(error.facts()).containsEntry("database", "contract");
  }

  @Test
  default void values_and_text_do_not_show_in_what_is_printed() {
    Statement statement = Statement.of(sample().echo(), "a secret value");

    assertThat(statement.toString()).doesNotContain("secret").doesNotContain(sample().echo());
  }
}
