package dev.weir.advisor.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.advise.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Holds the guide against the rules. */
class AdvicePageTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "advice.md");

  @Test
  void theGuideTellsEachRuleAsItIs() throws IOException {
    String section =
        Files.readString(PAGE).split("## The rules for Redis", 2)[1].split("\n## ", 2)[0];
    List<String> rows = section.lines().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows).hasSameSizeAs(RedisRules.ALL);
    for (Rule rule : RedisRules.ALL) {
      String begin =
          "| `%s` | %s | %s. %s | "
              .formatted(
                  rule.code(),
                  rule.severity().name().toLowerCase(Locale.ROOT),
                  rule.title(),
                  rule.meaning());
      assertThat(rows)
          .anySatisfy(
              row -> assertThat(row).startsWith(begin).contains(" | " + rule.risk() + " | "));
    }
  }
}
