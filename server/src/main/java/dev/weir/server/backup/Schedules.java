package dev.weir.server.backup;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.weir.Home;
import dev.weir.api.WeirException;
import dev.weir.engine.config.Settings;
import dev.weir.operations.backup.schedule.Schedule;
import dev.weir.server.backup.ScheduleTable.Row;
import dev.weir.server.boot.NodeName;
import dev.weir.server.catalog.ServerCatalog;
import dev.weir.server.job.DueTimes;
import dev.weir.server.job.DueTimes.Standing;
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
  private final DueTimes due;
  private final ServerCatalog catalog;
  private final String server;

  Schedules(ScheduleTable table, SchedulerClient jobs, ServerCatalog catalog, Home home) {
    this.table = table;
    this.due = new DueTimes(jobs, TASK, "schedule");
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
    Standing standing = due.standing(row.name());
    return new View(
        row.name(),
        row.definition(),
        row.zone(),
        standing.next(),
        standing.running(),
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
      due.put(schedule.name(), schedule.next(Instant.now()), changed);
    } catch (WeirException wrong) {
      LOG.warn("{}", wrong.explanation());
      due.cancel(name);
    }
  }

  private void remove(String name) {
    table.remove(name);
    due.cancel(name);
  }
}
