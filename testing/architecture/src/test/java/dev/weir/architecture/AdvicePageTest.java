package dev.weir.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.spi.advise.Advisor;
import dev.weir.spi.advise.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the guide of advice against the rules of each advisor. */
class AdvicePageTest {
  private static final Map<Set<String>, String> SECTIONS =
      Arrays.stream(
              Checkout.read(Checkout.root().resolve("docs/advice.md")).split("\n## The rules for "))
          .skip(1)
          .collect(Collectors.toMap(AdvicePageTest::types, text -> text.split("\n## ", 2)[0]));

  static Stream<Advisor> advisors() {
    return ServiceLoader.load(Advisor.class).stream().map(Provider::get);
  }

  @ParameterizedTest
  @MethodSource("advisors")
  void theGuideTellsEachRuleAsItIs(Advisor advisor) {
    assertThat(SECTIONS).containsKey(advisor.types());
    List<String> rows =
        SECTIONS
            .getOrDefault(advisor.types(), "")
            .lines()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows).hasSameSizeAs(advisor.rules());
    for (Rule rule : advisor.rules()) {
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

  /** A heading names the engines, such as {@code MariaDB and MySQL}. */
  private static Set<String> types(String section) {
    String heading = section.lines().findFirst().orElseThrow();
    return Set.of(heading.toUpperCase(Locale.ROOT).split(" AND "));
  }
}
