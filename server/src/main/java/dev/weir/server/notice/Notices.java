package dev.weir.server.notice;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import dev.weir.operations.notify.Channel;
import dev.weir.operations.notify.Delivery;
import dev.weir.operations.notify.Notice;
import dev.weir.operations.notify.Notifier;
import dev.weir.operations.notify.Patience;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells each notice once, whichever servers have found it: it is kept in the store first, and sent
 * by one of them. A receiver that cannot take it gets it again, for an hour at least; what a server
 * that died was sending may come twice, with the same id.
 */
@Component
public final class Notices {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("notice");
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int ATTEMPTS = 7;

  private final JdbcClient store;
  private final SchedulerClient jobs;
  private final Channels channels;
  private final Notifier notifier = new Notifier(Patience.DEFAULT);

  Notices(JdbcClient store, @Lazy SchedulerClient jobs, Channels channels) {
    this.store = store;
    this.jobs = jobs;
    this.channels = channels;
  }

  /** Has a notice told, unless one of this id was before, or nobody wants to hear it. */
  public void tell(Audience audience, Notice notice) {
    if (channels.of(audience).isEmpty()) {
      return;
    }
    add(audience.name(), null, notice);
  }

  /**
   * Has a notice told to channels by name, unless one of this id was before.
   *
   * @return those that can be used, of which there may be none
   */
  public List<String> tell(List<String> names, Notice notice) {
    List<String> usable = channels.named(names).stream().map(Channel::name).toList();
    if (!usable.isEmpty()) {
      add(null, usable, notice);
    }
    return usable;
  }

  private void add(@Nullable String audience, @Nullable List<String> names, Notice notice) {
    int added =
        store
            .sql(
                "insert into notice (id, audience, channels, body) values (?, ?, ?, ?::jsonb)"
                    + " on conflict (id) do nothing")
            .param(notice.id())
            .param(audience)
            .param(names == null ? null : names.toArray(String[]::new))
            .param(JSON.writeValueAsString(notice))
            .update();
    if (added == 1) {
      boolean _ = jobs.scheduleIfNotExists(TASK.instance(notice.id()).build(), Instant.now());
    }
  }

  /** A notice, and those who shall hear of it, of whom some have. */
  private record Kept(
      @Nullable Audience audience,
      List<String> names,
      Notice notice,
      Map<String, Boolean> arrived,
      int attempts) {}

  CompletionHandler<Void> send(TaskInstance<Void> instance) {
    Optional<Kept> kept = find(instance.getId());
    if (kept.isEmpty()) {
      return (_, operations) -> operations.remove();
    }
    Kept notice = kept.get();
    List<Channel> left =
        channels(notice).stream()
            .filter(each -> !notice.arrived().getOrDefault(each.name(), false))
            .toList();
    Map<String, Boolean> arrived = new LinkedHashMap<>(notice.arrived());
    boolean again = false;
    for (Delivery delivery : notifier.send(notice.notice(), left)) {
      arrived.put(delivery.channel(), delivery.arrived());
      var error = delivery.error();
      if (error != null) {
        LOG.warn(
            "{} did not reach {}: {}",
            notice.notice().event(),
            delivery.channel(),
            error.explanation());
        again |= error.retryable();
      }
    }
    int attempts = notice.attempts() + 1;
    boolean over = !again || attempts >= ATTEMPTS;
    keep(instance.getId(), arrived, attempts, over);
    Instant next = Instant.now().plus(Duration.ofMinutes(1L << Math.min(attempts, 6)));
    return (complete, operations) -> {
      if (over) {
        operations.remove();
      } else {
        operations.reschedule(complete, next);
      }
    };
  }

  private List<Channel> channels(Kept notice) {
    Audience audience = notice.audience();
    return audience == null ? channels.named(notice.names()) : channels.of(audience);
  }

  private Optional<Kept> find(String id) {
    return store
        .sql(
            "select audience, channels, body::text, deliveries::text, attempts from notice"
                + " where id = ? and done is null")
        .param(id)
        .query(Notices::kept)
        .optional();
  }

  private static Kept kept(ResultSet row, int number) throws SQLException {
    String audience = row.getString(1);
    Array names = row.getArray(2);
    return new Kept(
        audience == null ? null : Audience.valueOf(audience),
        names == null ? List.of() : List.of((String[]) names.getArray()),
        JSON.readValue(row.getString(3), Notice.class),
        JSON.readValue(row.getString(4), new TypeReference<Map<String, Boolean>>() {}),
        row.getInt(5));
  }

  private void keep(String id, Map<String, Boolean> arrived, int attempts, boolean over) {
    store
        .sql(
            "update notice set deliveries = ?::jsonb, attempts = ?,"
                + " done = case when ? then now() end where id = ?")
        .params(JSON.writeValueAsString(arrived), attempts, over, id)
        .update();
  }

  /** Forgets what was told long ago. */
  public void sweep() {
    store.sql("delete from notice where at < now() - interval '90 days'").update();
  }
}
