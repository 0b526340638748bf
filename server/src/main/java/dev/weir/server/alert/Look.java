package dev.weir.server.alert;

import dev.weir.operations.alert.Finding;
import dev.weir.operations.alert.Reading;
import dev.weir.operations.alert.ReadingSource;
import dev.weir.operations.alert.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Compares the readings of this server with the rules. */
@Component
final class Look {
  private static final Logger LOG = LoggerFactory.getLogger(Look.class);

  private final List<ReadingSource> sources;

  Look(ObjectProvider<ReadingSource> sources) {
    this.sources = sources.orderedStream().toList();
  }

  /**
   * What was seen.
   *
   * @param unknown names of rules whose source failed
   */
  record Seen(List<Finding> findings, Set<String> unknown) {}

  Seen now(List<Rule> rules) {
    List<Finding> findings = new ArrayList<>();
    Set<String> unknown = new HashSet<>();
    for (ReadingSource source : sources) {
      try {
        compare(source.read(), rules, findings);
      } catch (RuntimeException e) {
        LOG.warn("Readings for alerts cannot be taken: {}", source.tells(), e);
        rules.stream()
            .filter(rule -> source.tells().contains(rule.reading()))
            .forEach(rule -> unknown.add(rule.name()));
      }
    }
    return new Seen(findings, unknown);
  }

  private static void compare(List<Reading> readings, List<Rule> rules, List<Finding> findings) {
    for (Reading reading : readings) {
      for (Rule rule : rules) {
        if (rule.reading().equals(reading.name()) && rule.broken(reading.value())) {
          findings.add(
              new Finding(rule.name(), reading.database(), reading.subject(), reading.value()));
        }
      }
    }
  }

  /** True when somebody reads what the rule looks at. */
  boolean checks(Rule rule) {
    return sources.stream().anyMatch(source -> source.tells().contains(rule.reading()));
  }
}
