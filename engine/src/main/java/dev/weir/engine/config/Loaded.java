package dev.weir.engine.config;

import dev.weir.api.CoreError;
import dev.weir.api.Rejected;
import dev.weir.engine.config.Problem.Severity;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of loading a configuration.
 *
 * @param explanation each effective value and where it came from
 * @param problems all of them, in the order of the lines
 */
public record Loaded(
    String source,
    Catalog whole,
    Settings settings,
    List<Explained> explanation,
    List<Problem> problems) {
  public Loaded {
    explanation = List.copyOf(explanation);
    problems = List.copyOf(problems);
  }

  public boolean usable() {
    return errors().isEmpty();
  }

  public List<Problem> errors() {
    return problems.stream().filter(p -> p.severity() == Severity.ERROR).toList();
  }

  public List<Problem> warnings() {
    return problems.stream().filter(p -> p.severity() == Severity.WARNING).toList();
  }

  /**
   * The catalog.
   *
   * @throws Rejected with {@code WEIR-031} that lists every problem, when there is an error
   */
  public Catalog catalog() {
    if (usable()) {
      return whole;
    }
    int count = errors().size();
    String list = problems.stream().map(Problem::toString).collect(Collectors.joining("\n  "));
    throw Rejected.because(
        CoreError.CONFIGURATION,
        source + " has " + (count == 1 ? "an error" : count + " errors") + ":\n  " + list);
  }
}
