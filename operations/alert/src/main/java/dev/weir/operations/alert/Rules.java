package dev.weir.operations.alert;

import dev.weir.api.Rejected;
import dev.weir.operations.alert.Rule.Sense;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The rules that Weir brings along, and what an installation makes of them. */
public final class Rules {
  /** In the order in which they are listed. */
  public static final List<Rule> DEFAULTS =
      List.of(
          critical("database-down", "database.down", 0, 60, "does not answer", ""),
          critical("breaker-open", "breaker.open", 0, 60, "is left alone after many errors", ""),
          critical(
              "error-rate", "requests.failed-share", 0.05, 300, "fails many requests", "share"),
          warning("slow-statements", "requests.slow-share", 0.05, 300, "is slow", "share"),
          critical(
              "pool-exhausted",
              "pool.starved",
              0,
              60,
              "has no connection left",
              "requests waiting"),
          warning(
              "pool-leaking",
              "pool.overdue",
              0,
              60,
              "has connections that are not given back",
              "connections"),
          warning(
              "replication-lag", "replication.lag", 30, 120, "has a replica that lags behind", "s"),
          critical(
              "backup-overdue",
              "backup.overdue",
              0,
              0,
              "has no backup as recent as it should",
              "s"),
          below("disk-full", "disk.hours-left", 48, 600, "runs out of disk", "hours left"),
          critical(
              "wraparound",
              "transactions.used-share",
              0.5,
              600,
              "nears the end of its transaction ids",
              "share"),
          warning(
              "failed-sign-ins",
              "sign-ins.refused",
              10,
              0,
              "refuses many sign-ins",
              "within 5 minutes"),
          warning(
              "refused-statements",
              "requests.refused",
              20,
              0,
              "refuses many statements",
              "within 5 minutes"));

  private Rules() {}

  /**
   * The rules in force.
   *
   * @param changes by name of a rule what {@link RuleText} understands
   * @throws Rejected with {@code ALERT-001} for a rule that is not there or a change that says
   *     nothing
   */
  public static List<Rule> of(Map<String, String> changes) {
    Map<String, Rule> known = DEFAULTS.stream().collect(Collectors.toMap(Rule::name, rule -> rule));
    for (String name : changes.keySet()) {
      if (!known.containsKey(name)) {
        throw Rejected.because(
            AlertError.RULE,
            "alert.rules names "
                + name
                + "; the rules are "
                + String.join(", ", new TreeSet<>(known.keySet()))
                + ".");
      }
    }
    List<Rule> rules = new ArrayList<>();
    for (Rule rule : DEFAULTS) {
      String change = changes.get(rule.name());
      if (change == null) {
        rules.add(rule);
      } else {
        RuleText.apply(rule, change).ifPresent(rules::add);
      }
    }
    return rules;
  }

  private static Rule critical(
      String name, String reading, double limit, int seconds, String title, String unit) {
    return rule(name, reading, Sense.ABOVE, limit, seconds, Severity.CRITICAL, title, unit);
  }

  private static Rule warning(
      String name, String reading, double limit, int seconds, String title, String unit) {
    return rule(name, reading, Sense.ABOVE, limit, seconds, Severity.WARNING, title, unit);
  }

  private static Rule below(
      String name, String reading, double limit, int seconds, String title, String unit) {
    return rule(name, reading, Sense.BELOW, limit, seconds, Severity.CRITICAL, title, unit);
  }

  private static Rule rule(
      String name,
      String reading,
      Sense sense,
      double limit,
      int seconds,
      Severity severity,
      String title,
      String unit) {
    return new Rule(
        name, reading, sense, limit, Duration.ofSeconds(seconds), severity, title, unit);
  }
}
