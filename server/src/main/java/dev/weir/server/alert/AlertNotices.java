package dev.weir.server.alert;

import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.Severity;
import dev.weir.operations.alert.Wording;
import dev.weir.operations.notify.Notice;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Alerts as people are told of them: several in one notice. */
final class AlertNotices {
  private static final int MOST_LINES = 20;

  private AlertNotices() {}

  static Notice firing(List<Alert> alerts, Instant now) {
    boolean critical = alerts.stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL);
    boolean warning = alerts.stream().anyMatch(alert -> alert.severity() == Severity.WARNING);
    Notice.Severity severity =
        critical
            ? Notice.Severity.CRITICAL
            : warning ? Notice.Severity.WARNING : Notice.Severity.INFO;
    return notice("alert.firing", severity, Wording.title(alerts), alerts, now);
  }

  static Notice resolved(List<Alert> alerts, Instant now) {
    return notice(
        "alert.resolved",
        Notice.Severity.RESOLVED,
        "Resolved: " + Wording.title(alerts),
        alerts,
        now);
  }

  static Notice test(String channel, String author, Instant now) {
    return new Notice(
        UUID.randomUUID().toString(),
        "alert.test",
        Notice.Severity.INFO,
        "A test of the channel " + channel,
        author + " has asked Weir to try this channel. Nothing is wrong.",
        null,
        Map.of(),
        null,
        now);
  }

  private static Notice notice(
      String event, Notice.Severity severity, String title, List<Alert> alerts, Instant now) {
    String text =
        alerts.stream().limit(MOST_LINES).map(Wording::line).collect(Collectors.joining("\n"));
    if (alerts.size() > MOST_LINES) {
      text += "\nand " + (alerts.size() - MOST_LINES) + " more: weir alert list";
    }
    return new Notice(
        UUID.randomUUID().toString(),
        event,
        severity,
        title,
        text,
        database(alerts),
        facts(alerts),
        null,
        now);
  }

  private static Map<String, String> facts(List<Alert> alerts) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "alerts",
        alerts.stream()
            .map(alert -> alert.key().rule())
            .distinct()
            .collect(Collectors.joining(", ")));
    facts.put(
        "since",
        alerts.stream().map(Alert::began).min(Instant::compareTo).orElseThrow().toString());
    return facts;
  }

  /** The one database that all are about. */
  private static @Nullable String database(List<Alert> alerts) {
    List<String> names = alerts.stream().map(alert -> alert.key().database()).distinct().toList();
    return names.size() == 1 && !names.getFirst().isEmpty() ? names.getFirst() : null;
  }
}
