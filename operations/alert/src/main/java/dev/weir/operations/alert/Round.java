package dev.weir.operations.alert;

import dev.weir.operations.alert.Alert.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One look at all rules: takes the alerts as they were and what is broken now, and tells how they
 * are, and whom to tell of what. Pure; who runs it sees to it that no other does at the same time.
 */
public final class Round {
  private final Map<String, Rule> rules;
  private final Timing timing;
  private final Duration elapsed;
  private final Instant now;

  /**
   * @param elapsed since the round before, at most a few times its interval
   * @param now for people to read, never to count with
   */
  public Round(List<Rule> rules, Timing timing, Duration elapsed, Instant now) {
    this.rules = rules.stream().collect(Collectors.toMap(Rule::name, rule -> rule));
    this.timing = timing;
    this.elapsed = elapsed;
    this.now = now;
  }

  /**
   * How patient alerts are.
   *
   * @param group how long one waits for others, to be told together
   * @param resolve how long it must be good again
   * @param repeat after how long one that still fires is told again
   */
  public record Timing(Duration group, Duration resolve, Duration repeat) {}

  /**
   * What came of it.
   *
   * @param alerts that are pending or firing now
   * @param changes those that have changed their state in this round
   * @param tellFiring those to tell of now, together
   * @param tellResolved those that were told of and are good again
   */
  public record Outcome(
      List<Alert> alerts, List<Alert> changes, List<Alert> tellFiring, List<Alert> tellResolved) {}

  /**
   * @param unknown names of rules of which nothing is known this time, since a source failed
   */
  public Outcome run(
      List<Alert> before, List<Finding> findings, Set<String> unknown, List<Silence> silences) {
    List<Alert> changes = new ArrayList<>();
    List<Alert> resolved = new ArrayList<>();
    Map<AlertKey, Alert> after = new LinkedHashMap<>();
    Map<AlertKey, Finding> broken = worst(findings);
    for (Alert alert : before) {
      Finding finding = broken.remove(alert.key());
      Alert next = next(alert, finding, unknown.contains(alert.key().rule()));
      if (next == null) {
        continue;
      }
      if (next.state() != alert.state()) {
        changes.add(next);
      }
      if (next.state() == State.RESOLVED) {
        if (next.told()) {
          resolved.add(next);
        }
      } else {
        after.put(next.key(), next);
      }
    }
    for (Finding finding : broken.values()) {
      Rule rule = rules.get(finding.rule());
      if (rule != null) {
        Alert fresh = fired(rule, Alert.begun(rule, finding, now));
        changes.add(fresh);
        after.put(fresh.key(), fresh);
      }
    }
    List<Alert> firing = due(after, silences);
    firing.forEach(alert -> after.put(alert.key(), alert));
    return new Outcome(List.copyOf(after.values()), changes, firing, resolved);
  }

  /** Several servers may find the same; the reading furthest over the limit counts. */
  private Map<AlertKey, Finding> worst(List<Finding> findings) {
    Map<AlertKey, Finding> worst = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Rule rule = rules.get(finding.rule());
      if (rule != null && rule.broken(finding.value())) {
        worst.merge(
            finding.key(),
            finding,
            (a, b) -> (rule.sense() == Rule.Sense.ABOVE) == (a.value() >= b.value()) ? a : b);
      }
    }
    return worst;
  }

  /** The alert as it is now; null for one that was pending and is good. */
  private @Nullable Alert next(Alert alert, @Nullable Finding finding, boolean unknown) {
    Rule rule = rules.get(alert.key().rule());
    if (rule == null) {
      return alert.state() == State.PENDING ? null : alert.resolved();
    }
    if (finding != null) {
      return fired(rule, alert.still(rule, finding.value(), elapsed));
    }
    if (unknown) {
      return alert;
    }
    if (alert.state() == State.PENDING) {
      return null;
    }
    Alert better = alert.betterFor(elapsed);
    return better.good().compareTo(timing.resolve()) >= 0 ? better.resolved() : better;
  }

  private Alert fired(Rule rule, Alert alert) {
    return alert.state() == State.PENDING && alert.broken().compareTo(rule.hold()) >= 0
        ? alert.firing(now)
        : alert;
  }

  /**
   * Those to tell of: all that fire and were not told of, as soon as one of them has waited for the
   * others; and those whose time to be told again has come.
   */
  private List<Alert> due(Map<AlertKey, Alert> alerts, List<Silence> silences) {
    List<Alert> loud =
        alerts.values().stream()
            .filter(alert -> alert.state() == State.FIRING)
            .filter(alert -> silences.stream().noneMatch(each -> each.covers(alert.key(), now)))
            .toList();
    boolean ripe =
        loud.stream()
            .anyMatch(alert -> !alert.told() && alert.waited().compareTo(timing.group()) >= 0);
    return loud.stream()
        .filter(alert -> alert.told() ? alert.waited().compareTo(timing.repeat()) >= 0 : ripe)
        .map(Alert::wasTold)
        .toList();
  }
}
