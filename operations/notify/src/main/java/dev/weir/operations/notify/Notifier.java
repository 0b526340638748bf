package dev.weir.operations.notify;

import dev.weir.api.Unavailable;
import dev.weir.api.WeirException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers notices, to every channel at the same time; what a receiver cannot take now is tried
 * again. A receiver that fails harms no other. Thread-safe.
 */
public final class Notifier {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  private final Patience patience;
  private final MailPost mail;
  private final HttpPost http;

  public Notifier(Patience patience) {
    this.patience = patience;
    this.mail = new MailPost(patience.answer());
    this.http = new HttpPost(patience.answer());
  }

  /** Sends a notice, and returns when each channel has taken it or was given up. */
  public List<Delivery> send(Notice notice, Collection<? extends Channel> channels) {
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Delivery>> under =
          channels.stream().map(channel -> each.submit(() -> send(notice, channel))).toList();
      List<Delivery> ended = new ArrayList<>();
      for (Future<Delivery> delivery : under) {
        ended.add(delivery.get());
      }
      return ended;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unavailable.because(
          NotifyError.NOT_REACHED, "The notification was interrupted before it was sent.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Delivery send(Notice notice, Channel channel) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        once(notice, channel);
        return new Delivery(channel.name(), attempt, null);
      } catch (WeirException e) {
        LOG.warn("Notification {}: {}", notice.event(), e.getMessage());
        if (!e.code().retryable() || attempt >= patience.attempts()) {
          return new Delivery(channel.name(), attempt, e);
        }
        Duration asked =
            e instanceof Unavailable later
                ? later.retryAfter().orElse(Duration.ZERO)
                : Duration.ZERO;
        Duration own = patience.after(attempt);
        Duration wait = asked.compareTo(own) > 0 ? asked : own;
        TimeUnit.MILLISECONDS.sleep(Math.min(wait.toMillis(), 60_000));
      }
    }
  }

  /**
   * One attempt.
   *
   * @throws WeirException {@code NOTIFY-002} for what may pass, {@code NOTIFY-003} for what will
   *     not
   */
  private void once(Notice notice, Channel channel) {
    switch (channel) {
      case Channel.Mail to -> mail.send(notice, to);
      case Channel.Slack to -> http.send(to, to.url(), SlackMessage.of(notice));
      case Channel.Teams to -> http.send(to, to.url(), TeamsCard.of(notice));
      case Channel.Webhook to -> http.send(to, to.url(), notice, to.key());
    }
  }
}
