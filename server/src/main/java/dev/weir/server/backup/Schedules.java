package dev.weir.server.backup;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import dev.weir.Home;
import dev.weir.backups.HomeBackups;
import dev.weir.engine.config.Settings;
import dev.weir.server.backup.ScheduleTable.Row;
import dev.weir.server.catalog.ServerCatalog;
import dev.weir.server.job.Declarations;
import dev.weir.server.job.DueTimes;
import dev.weir.server.job.DueTimes.Standing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sees to it that what the configuration says shall be done at times is done at those times, and
 * takes changes of the configuration as they come.
 */
@Component
final class Schedules {
  static final TaskDescriptor<Void> TASK = TaskDescriptor.of("backup");

  private final ScheduleTable table;
  private final DueTimes due;
  private final ServerCatalog catalog;
  private final Declarations declarations;

  Schedules(
      ScheduleTable table,
      SchedulerClient jobs,
      JdbcClient store,
      ServerCatalog catalog,
      Home home) {
    this.table = table;
    this.due = new DueTimes(jobs, TASK, "schedule");
    this.catalog = catalog;
    this.declarations = new Declarations(store, "backup_schedule", due, home);
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
  private void declare() {
    Settings.Backup settings = catalog.settings().backup();
    declarations.take(
        settings.schedules(),
        settings.zone(),
        (name, definition, zone) ->
            HomeBackups.schedule(name, definition, zone).next(Instant.now()));
  }
}
