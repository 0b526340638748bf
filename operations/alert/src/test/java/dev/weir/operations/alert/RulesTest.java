package dev.weir.operations.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  private static final Path PLAYBOOKS = Path.of("..", "..", "docs", "playbooks");

  @Test
  void takesWhatAnInstallationChangesAndLeavesTheRest() {
    Rule changed = rule("slow-statements", "0.2 for 90s critical");
    Rule patient = rule("slow-statements", "for 1h");

    assertThat(changed.limit()).isEqualTo(0.2);
    assertThat(changed.hold()).isEqualTo(Duration.ofSeconds(90));
    assertThat(changed.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(patient.hold()).isEqualTo(Duration.ofHours(1));
    assertThat(patient.limit()).isEqualTo(0.05);
    assertThat(patient.severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void leavesAwayWhatIsOff() {
    assertThat(Rules.of(Map.of("disk-full", "off")))
        .hasSize(Rules.DEFAULTS.size() - 1)
        .noneMatch(rule -> rule.name().equals("disk-full"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "on", "> 5", "for", "for 5", "5 for 5 minutes", "urgent", "off off"})
  void refusesWhatSaysNothing(String change) {
    assertThatThrownBy(() -> Rules.of(Map.of("disk-full", change)))
        .isInstanceOfSatisfying(
            WeirException.class, e -> assertThat(e.code()).isEqualTo(AlertError.RULE))
        .hasMessageContaining("disk-full");
  }

  @Test
  void refusesRulesThatAreNotThere() {
    assertThatThrownBy(() -> Rules.of(Map.of("disk-fool", "off")))
        .hasMessageContaining("disk-fool")
        .hasMessageContaining("disk-full");
  }

  @Test
  void everyRuleHasItsPlaybookAndEveryPlaybookItsRule() throws IOException {
    TreeSet<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(PLAYBOOKS)) {
      files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", "")));
    }
    pages.remove("README");
    // Nobody but Prometheus can tell that Weir itself is down.
    pages.remove("weir-down");

    assertThat(pages).containsExactlyInAnyOrderElementsOf(names());
    for (String page : pages) {
      assertThat(Files.readString(PLAYBOOKS.resolve(page + ".md")))
          .contains("Alert `" + page + "`", "## What it means", "## First steps");
      assertThat(Files.readString(PLAYBOOKS.resolve("README.md"))).contains(page + ".md");
    }
  }

  private static List<String> names() {
    return Rules.DEFAULTS.stream().map(Rule::name).toList();
  }

  private static Rule rule(String name, String change) {
    return Rules.of(Map.of(name, change)).stream()
        .filter(rule -> rule.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
