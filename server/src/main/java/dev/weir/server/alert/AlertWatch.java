package dev.weir.server.alert;

import dev.weir.Home;
import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.Round;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at the rules every {@code alert.interval}. Every server reports what it sees itself; one at
 * a time judges what all have seen, and puts down in the same transaction what is to be told, so
 * that nothing is told twice and nothing is lost.
 */
@Component
final class AlertWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

  /** A server that has not reported for so many intervals is gone. */
  private static final int SILENT = 4;

  private final AlertStore store;
  private final AlertRules rules;
  private final Look look;
  private final Outbox outbox;
  private final AlertmanagerLink alertmanager;
  private final AlertGauges gauges;
  private final TransactionTemplate transaction;
  private final String node;
  private @Nullable Thread thread;
  private volatile boolean closed;

  AlertWatch(
      AlertStore store,
      AlertRules rules,
      Look look,
      Outbox outbox,
      AlertmanagerLink alertmanager,
      AlertGauges gauges,
      PlatformTransactionManager transactions,
      Home home) {
    this.store = store;
    this.rules = rules;
    this.look = look;
    this.outbox = outbox;
    this.alertmanager = alertmanager;
    this.gauges = gauges;
    this.transaction = new TransactionTemplate(transactions);
    this.node = host() + ":" + home.folder();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  @PostConstruct
  void start() {
    thread = Thread.ofPlatform().name("weir-alerts").daemon().start(this::watch);
  }

  private void watch() {
    while (!closed) {
      try {
        TimeUnit.MILLISECONDS.sleep(rules.settings().interval().toMillis());
        if (rules.settings().enabled()) {
          round();
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("The rules for alerts could not be looked at; it goes on: {}", e.getMessage());
      }
    }
  }

  private void round() {
    Look.Seen seen = look.now(rules.rules());
    transaction.executeWithoutResult(_ -> store.report(node, seen.findings(), seen.unknown()));
    Objects.requireNonNull(transaction.execute(_ -> judge()))
        .ifPresent(judged ->
            alertmanager.tell(judged.outcome(), judged.now(), rules.settings().interval()));
    gauges.show(store.alerts());
    outbox.wake();
  }

  private record Judged(Round.Outcome outcome, Instant now) {}

  /** Empty when another server has judged this round. */
  private Optional<Judged> judge() {
    if (!store.takeRound()) {
      return Optional.empty();
    }
    Instant now = store.now();
    Duration interval = rules.settings().interval();
    Duration elapsed = store.elapsed(now, interval.multipliedBy(2));
    store.forget(now, interval.multipliedBy(SILENT).plusSeconds(10));
    List<Alert> before = store.alerts();
    Round.Outcome outcome =
        new Round(rules.rules(), rules.timing(), elapsed, now)
            .run(before, store.findings(), store.unknown(), store.silences(now));
    if (!outcome.alerts().equals(before)) {
      store.replace(outcome.alerts());
    }
    store.add(outcome.changes(), now);
    outcome.changes().forEach(AlertWatch::log);
    outbox.add(rules.routes(), outcome, now);
    return Optional.of(new Judged(outcome, now));
  }

  private static void log(Alert alert) {
    LOG.info(
        "Alert {} of {} is {}",
        alert.key().rule(),
        alert.key().about(),
        alert.state().name().toLowerCase(java.util.Locale.ROOT));
  }

  @PreDestroy
  void close() throws InterruptedException {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join(TimeUnit.SECONDS.toMillis(10));
    }
  }
}
