package dev.weir.operations.alert;

import dev.weir.operations.alert.Alert.State;
import java.util.List;
import java.util.Locale;

/** Alerts in sentences. */
public final class Wording {
  private Wording() {}

  /** Such as {@code clinic has no connection left}. */
  public static String title(Alert alert) {
    return alert.key().about() + " " + rule(alert).title();
  }

  /** The same with figure and playbook. */
  public static String line(Alert alert) {
    Rule rule = rule(alert);
    String figure = figure(alert.value()) + (rule.unit().isEmpty() ? "" : " " + rule.unit());
    return (alert.state() == State.RESOLVED ? "Good again: " : "")
        + title(alert)
        + " ("
        + rule.reading()
        + " "
        + figure
        + "; "
        + rule.name()
        + ", "
        + rule.playbook()
        + ")";
  }

  /** One line over several alerts. */
  public static String title(List<Alert> alerts) {
    if (alerts.size() == 1) {
      return title(alerts.getFirst());
    }
    List<String> about = alerts.stream().map(alert -> alert.key().about()).distinct().toList();
    String whom =
        about.size() <= 3
            ? String.join(", ", about)
            : String.join(", ", about.subList(0, 3)) + " and " + (about.size() - 3) + " more";
    return alerts.size() + " alerts: " + whom;
  }

  private static Rule rule(Alert alert) {
    return Rules.DEFAULTS.stream()
        .filter(rule -> rule.name().equals(alert.key().rule()))
        .findFirst()
        .orElseThrow();
  }

  private static String figure(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
