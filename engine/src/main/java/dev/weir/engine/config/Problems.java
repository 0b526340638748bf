package dev.weir.engine.config;

import dev.weir.engine.config.Problem.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers problems, so that all are told at once; each only once. */
final class Problems {
  private final Set<Problem> found = new LinkedHashSet<>();

  void error(String path, Place place, String message, @Nullable String suggestion) {
    found.add(new Problem(Severity.ERROR, path, place, message, suggestion));
  }

  void warning(String path, Place place, String message, @Nullable String suggestion) {
    found.add(new Problem(Severity.WARNING, path, place, message, suggestion));
  }

  void add(Problem problem) {
    found.add(problem);
  }

  /** In the order of the lines; what has no line comes last. */
  List<Problem> all() {
    return found.stream()
        .sorted(
            Comparator.<Problem>comparingInt(p -> p.line() == 0 ? Integer.MAX_VALUE : p.line())
                .thenComparingInt(Problem::column))
        .toList();
  }

  boolean hasErrors() {
    return found.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
  }
}
