package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes the page anew with {@code -Dweir.write-docs=true}. */
class CliReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "cli.md");

  @Test
  void thePageTellsTheCommandsAsTheyAre() throws IOException {
    if (Boolean.getBoolean("weir.write-docs")) {
      Files.writeString(PAGE, CliReference.render());
    }

    assertThat(PAGE).hasContent(CliReference.render());
  }
}
