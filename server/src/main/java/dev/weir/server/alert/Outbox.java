package dev.weir.server.alert;

import dev.weir.api.WeirException;
import dev.weir.operations.alert.Alert;
import dev.weir.operations.alert.Round;
import dev.weir.operations.alert.Routes;
import dev.weir.operations.notify.Channel;
import dev.weir.operations.notify.Delivery;
import dev.weir.operations.notify.Notice;
import dev.weir.operations.notify.Notifier;
import dev.weir.operations.notify.Patience;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Notices that are to be told, kept in the store until their channel has taken them. Whoever sends
 * one holds its row meanwhile, so that no two servers send it; each channel has a thread of its
 * own, so that one that does not answer holds up no other. A server that dies between a channel's
 * answer and the end of its transaction sends again, with the same id.
 */
@Component
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Each holds a connection to the store while its receiver answers. */
  private static final int AT_ONCE = 3;

  private static final int MOST_ATTEMPTS = 12;
  private static final Patience ONCE =
      new Patience(1, Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final JdbcClient store;
  private final TransactionTemplate transaction;
  private final AlertChannels channels;
  private final Notifier notifier = new Notifier(ONCE);
  private final Set<String> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Semaphore woken = new Semaphore(0);
  private @Nullable Thread thread;
  private volatile boolean closed;

  Outbox(JdbcClient store, PlatformTransactionManager transactions, AlertChannels channels) {
    this.store = store;
    this.transaction = new TransactionTemplate(transactions);
    this.channels = channels;
  }

  /** Puts down what a round wants told; within the transaction of the round. */
  void add(Routes routes, Round.Outcome outcome, Instant now) {
    byChannel(routes, outcome.tellFiring())
        .forEach((channel, alerts) -> add(channel, AlertNotices.firing(alerts, now)));
    byChannel(routes, outcome.tellResolved())
        .forEach((channel, alerts) -> add(channel, AlertNotices.resolved(alerts, now)));
    store.sql("delete from alert_notice where ended < now() - '30 days'::interval").update();
  }

  private static Map<String, List<Alert>> byChannel(Routes routes, List<Alert> alerts) {
    Map<String, List<Alert>> byChannel = new LinkedHashMap<>();
    for (Alert alert : alerts) {
      for (String channel : routes.of(alert)) {
        byChannel.computeIfAbsent(channel, _ -> new java.util.ArrayList<>()).add(alert);
      }
    }
    return byChannel;
  }

  private void add(String channel, Notice notice) {
    store
        .sql("insert into alert_notice (id, channel, body) values (?, ?, ?::jsonb)")
        .params(UUID.fromString(notice.id()), channel, JSON.writeValueAsString(notice))
        .update();
  }

  /** Sends a notice now, once. */
  Delivery send(Notice notice, Channel channel) {
    return notifier.send(notice, List.of(channel)).getFirst();
  }

  @PostConstruct
  void start() {
    thread = Thread.ofPlatform().name("weir-alert-outbox").daemon().start(this::run);
  }

  void wake() {
    woken.release();
  }

  private void run() {
    while (!closed) {
      try {
        if (woken.tryAcquire(1, TimeUnit.SECONDS)) {
          woken.drainPermits();
        }
        for (String channel : due()) {
          if (busy.add(channel)) {
            Thread.ofVirtual().name("weir-alert-" + channel).start(() -> serve(channel));
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.warn("Notices of alerts cannot be read; it goes on: {}", e.getMessage());
      }
    }
  }

  private List<String> due() {
    return store
        .sql("select distinct channel from alert_notice where ended is null and due <= now()")
        .query(String.class)
        .list();
  }

  private void serve(String channel) {
    try {
      places.acquire();
      try {
        while (!closed && Boolean.TRUE.equals(transaction.execute(_ -> sendNext(channel)))) {
          LOG.debug("A notice went to {}", channel);
        }
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("Notices for {} cannot be sent; it goes on: {}", channel, e.getMessage());
    } finally {
      busy.remove(channel);
    }
  }

  private record Waiting(UUID id, String body, int attempts) {}

  /** Sends the oldest that is due; false when there is none, or it did not arrive. */
  private boolean sendNext(String channel) {
    Waiting next =
        store
            .sql(
                """
                select id, body::text as body, attempts from alert_notice
                 where channel = ? and ended is null and due <= now()
                 order by created, id limit 1 for update skip locked
                """)
            .param(channel)
            .query(Waiting.class)
            .optional()
            .orElse(null);
    if (next == null) {
      return false;
    }
    WeirException error = attempt(channel, next);
    int attempts = next.attempts() + 1;
    if (error == null) {
      end(next.id(), attempts, null);
    } else if (!error.code().retryable() || attempts >= MOST_ATTEMPTS) {
      LOG.error("The notice {} for {} is given up: {}", next.id(), channel, error.getMessage());
      end(next.id(), attempts, error.getMessage());
    } else {
      later(next.id(), attempts, error.getMessage());
    }
    return error == null;
  }

  private @Nullable WeirException attempt(String channel, Waiting notice) {
    try {
      return send(JSON.readValue(notice.body(), Notice.class), channels.get(channel)).error();
    } catch (WeirException e) {
      return e;
    }
  }

  private void end(UUID id, int attempts, @Nullable String error) {
    store
        .sql(
            "update alert_notice set ended = clock_timestamp(), attempts = ?, error = ? where id ="
                + " ?")
        .param(attempts)
        .param(error)
        .param(id)
        .update();
  }

  /** 2, 4, 8 … seconds, and at most ten minutes. */
  private void later(UUID id, int attempts, @Nullable String error) {
    store
        .sql(
            "update alert_notice set due = clock_timestamp() + ? * interval '1 second', attempts ="
                + " ?, error = ? where id = ?")
        .param(Math.min(600, 1L << attempts))
        .param(attempts)
        .param(error)
        .param(id)
        .update();
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
