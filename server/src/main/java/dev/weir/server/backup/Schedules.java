package dev.weir.server.backup;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.engine.config.Settings;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.server.backup.ScheduleTable.Row;
import dev.weir.server.boot.NodeName;
import dev.weir.server.catalog.ServerCatalog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees to it that what the configuration says shall be done at times is done at those times: puts
 * each schedule down for its next time, and takes changes of the configuration as they come. A
 * schedule goes when the server that has said it last says it no more.
 */
@Component
final class Schedules {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("backup");
  private static final Logger LOG = LoggerFactory.getLogger(Schedules.class);

  private final ScheduleTable table;
  private final SchedulerClient jobs;
  private final ServerCatalog catalog;
  private final String server;

  Schedules(ScheduleTable table, SchedulerClient jobs, ServerCatalog catalog, Home home) {
    this.table = table;
    this.jobs = jobs;
    this.catalog = catalog;
    this.server = NodeName.of(home);
    declare();
    catalog.follow(this::declare);
  }

  /**
   * A schedule, when it is due, and how it went last.
   *
   * @param next null while it runs for the first time, or when it cannot be understood
   * @param lastState as that of an operation; null before the first
   */
  record View(
      String name,
      String definition,
      String zone,
      @Nullable Instant next,
      boolean running,
      @Nullable Instant lastStarted,
      @Nullable Instant lastEnded,
      @Nullable String lastState,
      String lastMessage,
      @Nullable UUID lastOperation) {}

  List<View> all() {
    return table.all().stream().map(this::view).toList();
  }

  private View view(Row row) {
    Optional<ScheduledExecution<Object>> put = jobs.getScheduledExecution(id(row.name()));
    boolean running = put.map(ScheduledExecution::isPicked).orElse(false);
    return new View(
        row.name(),
        row.definition(),
        row.zone(),
        running ? null : put.map(ScheduledExecution::getExecutionTime).orElse(null),
        running,
        row.lastStarted(),
        row.lastEnded(),
        row.lastState(),
        row.lastMessage(),
        row.lastOperation());
  }

  /** Takes what the configuration says now. */
  private synchronized void declare() {
    Settings.Backup settings = catalog.settings().backup();
    try {
      settings.schedules().forEach((name, text) -> declare(name, text, settings));
      table.all().stream()
          .filter(row -> row.declaredBy().equals(server))
          .filter(row -> !settings.schedules().containsKey(row.name()))
          .forEach(row -> remove(row.name()));
    } catch (RuntimeException failed) {
      LOG.error("The schedules could not be put down; those of before hold", failed);
    }
  }

  private void declare(String name, String text, Settings.Backup settings) {
    Optional<Row> before = table.find(name);
    table.declare(name, text, settings.zone(), server);
    try {
      Schedule schedule = table.find(name).orElseThrow().schedule();
      boolean changed =
          before
              .filter(row ->
                  row.definition().equals(text) && row.zone().equals(settings.zone().getId()))
              .isEmpty();
      put(schedule, changed);
    } catch (WeirException wrong) {
      LOG.warn("{}", wrong.explanation());
      cancel(name);
    }
  }

  /** What is due already stays due. */
  private void put(Schedule schedule, boolean changed) {
    Instant now = Instant.now();
    Instant next = schedule.next(now);
    boolean added = jobs.scheduleIfNotExists(TASK.instance(schedule.name()).build(), next);
    Optional<ScheduledExecution<Object>> put = jobs.getScheduledExecution(id(schedule.name()));
    boolean waits = put.filter(each -> !each.isPicked()).isPresent();
    if (!added && changed && waits && put.get().getExecutionTime().isAfter(now)) {
      boolean _ = jobs.reschedule(id(schedule.name()), next);
    }
    if (added || changed) {
      LOG.info("The schedule {} is due next at {}", schedule.name(), next);
    }
  }

  private void remove(String name) {
    table.remove(name);
    cancel(name);
  }

  private void cancel(String name) {
    try {
      jobs.cancel(id(name));
    } catch (TaskInstanceException runs) {
      // It is not put down again when it ends.
      LOG.debug("The schedule {} runs, or was never put down", name, runs);
    }
  }

  private static TaskInstanceId id(String name) {
    return TaskInstanceId.of(TASK.getTaskName(), name);
  }
}
