package dev.weir.server.alert;

import dev.weir.api.Caller;
import dev.weir.api.Rejected;
import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.AlertError;
import dev.weir.operations.alert.Rule;
import dev.weir.operations.alert.Severity;
import dev.weir.operations.alert.Silence;
import dev.weir.operations.alert.Wording;
import dev.weir.operations.notify.Channel;
import dev.weir.operations.notify.Delivery;
import dev.weir.server.boot.Paging;
import dev.weir.server.problem.ServerError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Alerts: what fires, by which rules, what was, and who shall not be told. */
@RestController
class AlertController {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final AlertStore store;
  private final AlertRules rules;
  private final Look look;
  private final AlertChannels channels;
  private final Outbox outbox;

  AlertController(
      AlertStore store, AlertRules rules, Look look, AlertChannels channels, Outbox outbox) {
    this.store = store;
    this.rules = rules;
    this.look = look;
    this.channels = channels;
    this.outbox = outbox;
  }

  /** An alert that is pending or fires. */
  record Told(
      String rule,
      String database,
      String subject,
      Alert.State state,
      Severity severity,
      double value,
      String title,
      String playbook,
      Instant began,
      @Nullable Instant fired,
      @Nullable UUID silence) {}

  /** A rule; {@code checked} is false when nothing reads what it looks at. */
  record RuleTold(
      String name,
      String reading,
      String limit,
      Duration hold,
      Severity severity,
      boolean checked,
      String playbook) {}

  /** Whom not to tell, for how long and why. */
  record SilenceAsked(
      @Nullable String rule,
      @Nullable String database,
      @Nullable Duration time,
      @Nullable String reason) {}

  /** A channel to try. */
  record Trial(@Nullable String channel) {}

  /** What came of a trial. */
  record Tried(String channel, String to, boolean arrived, @Nullable String error) {}

  @GetMapping("/v1/alerts")
  List<Told> list() {
    Instant now = store.now();
    List<Silence> silences = store.silences(now);
    return store.alerts().stream().map(alert -> told(alert, silences, now)).toList();
  }

  private static Told told(Alert alert, List<Silence> silences, Instant now) {
    UUID silence =
        silences.stream()
            .filter(each -> each.covers(alert.key(), now))
            .map(Silence::id)
            .findFirst()
            .orElse(null);
    return new Told(
        alert.key().rule(),
        alert.key().database(),
        alert.key().subject(),
        alert.state(),
        alert.severity(),
        alert.value(),
        Wording.title(alert),
        "docs/playbooks/" + alert.key().rule() + ".md",
        alert.began(),
        alert.fired(),
        silence);
  }

  @GetMapping("/v1/alerts/rules")
  List<RuleTold> rules() {
    return rules.rules().stream()
        .map(rule ->
            new RuleTold(
                rule.name(),
                rule.reading(),
                rule.sense().sign() + " " + rule.limit(),
                rule.hold(),
                rule.severity(),
                look.checks(rule),
                rule.playbook()))
        .toList();
  }

  @GetMapping("/v1/alerts/history")
  ResponseEntity<Paging.Page<AlertStore.Event>> history(
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(required = false) @Nullable Integer limit) {
    int most = Paging.limit(limit);
    long before = cursor == null ? Long.MAX_VALUE : place(Paging.decode(cursor));
    return Paging.answer(
        "/v1/alerts/history",
        store.events(before, most + 1),
        most,
        event -> Long.toString(event.id()));
  }

  private static long place(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Rejected.because(ServerError.CURSOR, "The cursor is not one that the server gave.", e);
    }
  }

  @GetMapping("/v1/alerts/silences")
  List<Silence> silences() {
    return store.silences(store.now());
  }

  @PostMapping("/v1/alerts/silences")
  @ResponseStatus(HttpStatus.CREATED)
  Silence silence(@RequestBody SilenceAsked asked) {
    Duration time = asked.time();
    String reason = asked.reason() == null ? "" : asked.reason().strip();
    if (time == null || time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
      throw wrong("A silence needs a time from a second to 366 days");
    }
    if (reason.isEmpty() || reason.length() > 1_000) {
      throw wrong("A silence needs a reason, of up to 1,000 characters");
    }
    List<String> names = rules.rules().stream().map(Rule::name).toList();
    if (asked.rule() != null && !names.contains(asked.rule())) {
      throw wrong("There is no rule " + asked.rule() + "; there are " + String.join(", ", names));
    }
    return store.silence(
        asked.rule(), asked.database(), time, Caller.current().principal().name(), reason);
  }

  private static Rejected wrong(String why) {
    return Rejected.because(AlertError.SILENCE, why + ".");
  }

  @DeleteMapping("/v1/alerts/silences/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void endSilence(@PathVariable String id) {
    if (!known(id)) {
      throw Rejected.because(AlertError.UNKNOWN_SILENCE, "There is no silence " + id + ".");
    }
  }

  private boolean known(String id) {
    try {
      return store.endSilence(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @PostMapping("/v1/alerts/test")
  Tried test(@RequestBody Trial trial) {
    String name = trial.channel() == null ? "" : trial.channel();
    Channel channel = channels.get(name);
    Delivery delivery =
        outbox.send(
            AlertNotices.test(name, Caller.current().principal().name(), store.now()), channel);
    return new Tried(
        name,
        channel.describe(),
        delivery.arrived(),
        delivery.error() == null ? null : delivery.error().explanation());
  }
}
