package dev.weir.server.alert;

import dev.weir.api.Secret;
import dev.weir.api.WeirException;
import dev.weir.engine.secret.Secrets;
import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.Alertmanager;
import dev.weir.operations.alert.Round;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells Alertmanager in every round what fires, where {@code alert.alertmanager} names one. What it
 * could not take is said again in the next.
 */
@Component
final class AlertmanagerLink {
  private static final Logger LOG = LoggerFactory.getLogger(AlertmanagerLink.class);
  private static final Duration LEAST = Duration.ofMinutes(3);

  private final AlertRules rules;
  private final Secrets secrets;
  private final List<Alert> untold = new ArrayList<>();
  private @Nullable Secret address;
  private @Nullable Alertmanager alertmanager;

  AlertmanagerLink(AlertRules rules, Secrets secrets) {
    this.rules = rules;
    this.secrets = secrets;
  }

  synchronized void tell(Round.Outcome outcome, Instant now, Duration interval) {
    outcome.changes().stream()
        .filter(alert -> alert.state() == Alert.State.RESOLVED)
        .forEach(untold::add);
    Alertmanager to = current();
    if (to == null) {
      untold.clear();
      return;
    }
    List<Alert> firing =
        outcome.alerts().stream().filter(alert -> alert.state() == Alert.State.FIRING).toList();
    untold.removeIf(old -> firing.stream().anyMatch(alert -> alert.key().equals(old.key())));
    Duration kept = interval.multipliedBy(4);
    try {
      to.send(firing, untold, now, now.plus(kept.compareTo(LEAST) > 0 ? kept : LEAST));
      untold.clear();
    } catch (WeirException e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  private @Nullable Alertmanager current() {
    Secret configured = rules.settings().alertmanager();
    if (configured == null) {
      close();
      return null;
    }
    if (alertmanager == null || !Objects.equals(configured, address)) {
      close();
      address = configured;
      alertmanager = new Alertmanager(Secret.of(resolved(configured)));
    }
    return alertmanager;
  }

  private String resolved(Secret configured) {
    String url = secrets.resolve(configured);
    return url == null ? "" : url;
  }

  @PreDestroy
  synchronized void close() {
    if (alertmanager != null) {
      alertmanager.close();
      alertmanager = null;
    }
  }
}
